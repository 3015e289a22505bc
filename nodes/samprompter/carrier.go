package samprompter

import (
	"context"
	"slices"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/carry"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// carrier holds the masks of a key-frame that are carried on.
type carrier struct {
	flow cv.Flow
	work func(context.Context, *job) error
	key  key
	last *cv.Small    // the frame before, then the present one
	back *carry.Trail // of the key-frame before the last one, see Trail.Back
	job  *job         // the key-frame that is being encoded, nil: none
	late bool         // the last one took longer than a frame may wait

	views   []*view // the frame in hand, and those that were seen after it
	stepped int     // so many of these have their masks
	most    int     // so many there were at most: when there are fewer, no more come
	number  int     // of the last one of these in its stream, from 1
	awaited []*awaited
	after   *snapshot // what the frame after the one in hand depends on; nil: what is here
}

// key is a key-frame and what was found on it.
type key struct {
	Stamp   nodes.Stamp
	Since   int  // frames
	Turned  int  // the last one for which it was the turn, by number
	None    bool // there was none yet in this stream
	Masks   []*carried
	Refused []refused
	Trail   carry.Trail
}

// is says that the key-frame is the frame of that stamp.
func (k *key) is(stamp nodes.Stamp) bool { return !k.None && k.Stamp == stamp }

// carried is one mask of a key-frame.
type carried struct {
	Item  nodes.Instance // as it was there
	Box   nodes.Box      // that it was prompted with, or around the mask
	Given int            // the prompt of the file that it is, from 1; 0: none
	Cut   *carry.Cutout
	Near  nodes.Box     // where its box was on the frame before
	Boxed time.Duration // when a box was there last
	Held  int           // the frame that showed it last, by number

	boxed   bool           // one is there now
	lost    bool           // the picture does not show it any more
	changed float64        // the share of its points that do not move with it, 0..1
	now     nodes.Instance // on the present frame; its mask when that was asked for
	from    nodes.Stamp    // of the key-frame that the mask is of, or most of it
	placed  []carry.Placed // the mask of that key-frame, and perhaps that of another one, as they are here

	of      *carried // what this is a copy of
	next    *carried // the same thing on the next key-frame, nil: it is not there
	known   bool     // it was on the key-frame before
	awaited *awaited // that it was waited for, nil: it was not
}

// mask is where it is on the present frame.
func (m *carried) mask(now *cv.Small) *nodes.Mask {
	if m.now.Mask == nil {
		if first := m.placed[0]; len(m.placed) == 1 {
			m.now.Mask = first.Place(now, first.Motion)
		} else {
			m.now.Mask = carry.Join(now, first, m.placed[1])
		}
	}
	return m.now.Mask
}

// refused is what was prompted on a key-frame and gave no mask.
type refused struct {
	Box   nodes.Box
	Given int
}

// pointsEach is how many points are followed in a thing.
const pointsEach = 60

// advance moves the points of all key-frames on to a frame.
func (c *carrier) advance(v *view) error {
	now, err := cv.SmallOf(v.frame, carry.Side)
	if err != nil {
		return err
	}
	last, stamp := c.last, v.stamp
	c.last, v.small, c.number = now, now, v.number
	if last == nil || stamp.Stream != c.key.Stamp.Stream || last.FrameW != now.FrameW || last.FrameH != now.FrameH {
		c.drop()
		c.key, c.awaited = key{Stamp: nodes.Stamp{Stream: stamp.Stream}, None: true}, nil
		return nil
	}
	c.key.Since++
	trails := []*carry.Trail{&c.key.Trail}
	if c.job != nil {
		c.job.key.Since++
		trails = append(trails, &c.job.key.Trail)
	}
	return carry.Advance(c.flow, last, now, trails...)
}

// begin makes k the key-frame whose masks are carried: items were found on it, each
// from an object of from, and nothing for the other objects. small is its picture.
func (c *carrier) begin(k key, small *cv.Small, items []nodes.Instance, from []*object, objects []object) {
	for i, item := range items {
		m := &carried{Item: item, Box: from[i].prompt.Box, Given: from[i].given, Cut: carry.Cut(small, item.Mask), Boxed: k.Stamp.PTS}
		if m.Box.Area() == 0 {
			m.Box = item.Mask.Box()
		}
		m.Near, m.from, m.Held = m.Box, k.Stamp, c.number
		if was := from[i].was; was != nil {
			was.next, m.known = m, true
		}
		if unseen := from[i].carried; unseen != nil {
			m.Boxed = unseen.Boxed
		}
		k.Masks = append(k.Masks, m)
	}
	for i := range objects {
		if o := &objects[i]; !slices.Contains(from, o) {
			k.Refused = append(k.Refused, refused{o.prompt.Box, o.given})
		}
	}
	c.back = c.key.Trail.Back()
	c.key = k
}

// drop gives up the key-frame that is being encoded.
func (c *carrier) drop() {
	if c.job != nil {
		c.job.stop()
		c.job = nil
	}
}
