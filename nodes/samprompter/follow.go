package samprompter

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// thing is something that is followed, as it was when it was last seen.
type thing struct {
	Track  int
	Class  int
	Label  string
	Score  float32
	Prompt int // the one of the file that began it, from 1; 0: a box did
	Mask   *nodes.Mask
	Look   patch
	VX, VY float64 // in pixels of the frame a second
	Seen   time.Duration

	DX, DY  float64     // that it was carried since Mask and Look, in pixels
	carried *nodes.Mask // to the present frame, nil: it was not
}

// How far a thing may be from where it would be if it went on as before, as parts
// of the frame's width.
const (
	reachASecond = 0.75
	leastReach   = 1.0 / 32
	mostReach    = 1.0 / 8
)

// What says that a mask is still the thing's.
const (
	sameThing  = 0.5 // IoU with the mask, or of the box, that was expected
	stillLooks = 25  // of 255: how much its look may have changed since it was seen
	twins      = 0.7 // IoU of masks from which on two things are one: the one followed for longer goes on
)

// expect is where a thing should be on a frame: by its own motion, and by where
// the picture looks like it.
func (t *thing) expect(now *thumb, stamp nodes.Stamp) object {
	dt := (stamp.PTS - t.Seen).Seconds()
	reach := max(leastReach, min(reachASecond*dt, mostReach)) * float64(now.w)
	dx, dy, unlike := t.DX, t.DY, 0.0
	mask := t.carried
	if t.carried == nil || t.Seen != stamp.PTS {
		dx, dy, unlike = t.Look.find(now, t.DX+t.VX*dt, t.DY+t.VY*dt, int(math.Ceil(reach)))
		mask = t.Mask.Shift(int(math.Round(dx)), int(math.Round(dy))).Clip(0, 0, now.frameW, now.frameH)
	}
	x, y, _ := mask.DeepestPoint()
	return object{
		Instance: nodes.Instance{Score: t.Score, Class: t.Class, Label: t.Label, Track: t.Track},
		prompt:   sam.Prompt{Box: mask.Box(), Points: []nodes.Point{{X: float32(x), Y: float32(y)}}},
		told:     mask,
		thing:    t, dx: dx, dy: dy, looks: unlike <= stillLooks,
	}
}

// followed is what to segment on a frame when things are followed: all of them, and
// what is new among given, the prompts of the file, and boxes.
func (n *node) followed(stamp nodes.Stamp, given, boxes []object) []object {
	m := &n.memory
	m.Things = slices.DeleteFunc(m.Things, func(t *thing) bool { return n.over(t, stamp) })
	var objects []object
	for _, t := range m.Things {
		if o := t.expect(n.now, stamp); !o.told.Empty() {
			objects = append(objects, o)
		}
	}
	boxes = confirm(objects, boxes)
	for _, o := range given {
		if !slices.Contains(m.Given, o.given) {
			objects = append(objects, o)
		}
	}
	if n.cfg.NewObjects == "first" && m.Boxed {
		return objects
	}
	for _, o := range boxes {
		if n.cfg.MaxInstances == 0 || len(objects) < n.cfg.MaxInstances {
			objects = append(objects, o)
		}
	}
	return objects
}

// over says that a thing is not followed any more.
func (n *node) over(t *thing, stamp nodes.Stamp) bool {
	ended := t.Prompt > 0 && t.Prompt <= len(n.cfg.Prompts) && n.cfg.Prompts[t.Prompt-1].ended(stamp)
	return ended || stamp.PTS-t.Seen > seconds(n.cfg.LostAfter)
}

// confirm gives boxes to the followed things that they fit best, and returns those
// that fit none.
func confirm(objects, boxes []object) []object {
	type pair struct {
		o, b int
		iou  float32
	}
	var pairs []pair
	for i, o := range objects {
		for j, b := range boxes {
			alike := b.Class == o.Class || b.Class < 0 || o.Class < 0
			if iou := b.prompt.Box.IoU(o.prompt.Box); alike && iou >= sameThing {
				pairs = append(pairs, pair{i, j, iou})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.iou, a.iou) })
	fits := make([]bool, len(boxes))
	for _, p := range pairs {
		if o, b := &objects[p.o], boxes[p.b]; !o.confirmed && !fits[p.b] {
			o.confirmed, o.Box, o.prompt.Box, o.Score = true, b.Box, b.prompt.Box, b.Score
			if b.Class >= 0 {
				o.Class, o.Label = b.Class, b.Label
			}
		}
		fits[p.b] = true
	}
	var rest []object
	for i, b := range boxes {
		if !fits[i] {
			rest = append(rest, b)
		}
	}
	return rest
}
