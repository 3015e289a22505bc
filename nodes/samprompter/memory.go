package samprompter

import (
	"bytes"
	"encoding/gob"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// memory is what the next frame's masks depend on.
type memory struct {
	Stream  string
	Objects []remembered // of the frame before, when nothing is followed

	Things []*thing // that are followed, in order of birth
	Born   int      // how many there were
	Given  []int    // the prompts of the file that began their things, from 1
	Boxed  bool     // a frame had boxes

	Pointed pointed
}

// enter forgets everything when another stream begins.
func (m *memory) enter(stream string) {
	if stream != m.Stream {
		*m = memory{Stream: stream, Pointed: m.Pointed.enter(m.Stream)}
	}
}

// clone is a memory that does not change with this one.
func (m memory) clone() memory {
	m.Objects, m.Given = slices.Clone(m.Objects), slices.Clone(m.Given)
	m.Things = slices.Clone(m.Things)
	for i, t := range m.Things {
		m.Things[i] = t.clone()
	}
	m.Pointed.All = slices.Clone(m.Pointed.All)
	for i, p := range m.Pointed.All {
		own := *p
		own.Asked, own.Clicks, own.Thing = slices.Clone(p.Asked), slices.Clone(p.Clicks), p.Thing.clone()
		m.Pointed.All[i] = &own
	}
	return m
}

func (t *thing) clone() *thing {
	if t == nil {
		return nil
	}
	own := *t
	return &own
}

type remembered struct {
	Track int
	Given int
	Class int
	Box   nodes.Box
	Token int // the ambiguous one that was chosen, 0: none
}

// recall tells objects what token they had on the frame before: by track where
// they have one, by the prompt of the file that they are, else by the box.
func (m *memory) recall(objects []object) {
	for i := range objects {
		o := &objects[i]
		closest := float32(sameThing)
		for _, r := range m.Objects {
			if o.Track > 0 && r.Track == o.Track || o.given > 0 && r.Given == o.given {
				o.last = r.Token
				break
			}
			if iou := r.Box.IoU(o.prompt.Box); o.Track == 0 && r.Given == o.given && r.Class == o.Class && iou >= closest {
				o.last, closest = r.Token, iou
			}
		}
	}
}

func (m *memory) keep(objects []object) {
	m.Objects = m.Objects[:0]
	for _, o := range objects {
		if o.last > 0 {
			m.Objects = append(m.Objects, remembered{o.Track, o.given, o.Class, o.prompt.Box, o.last})
		}
	}
}

// snapshot is a node's state.
type snapshot struct {
	Memory  memory
	Key     key
	Small   *cv.Small // the last frame, when masks are carried; without its colours
	Number  int       // of that frame in its stream
	Most    int       // frames that were in hand or seen at once
	Awaited []*awaited
}

// snapshot is the state as it is, which changes with the node.
func (n *node) snapshot() *snapshot {
	c := &n.carrier
	return &snapshot{Memory: n.memory, Key: c.key, Small: c.last.Uncoloured(), Number: c.number, Most: c.most, Awaited: c.awaited}
}

// Snapshot is what the next frame's masks depend on. An embedding that might be
// used again is not in it: after a restart the next frame is encoded. Nor is a
// key-frame that is being encoded in the background: there will be another one.
func (n *node) Snapshot() ([]byte, error) {
	s := n.carrier.after
	if s == nil {
		s = n.snapshot()
	}
	var buf bytes.Buffer
	err := gob.NewEncoder(&buf).Encode(*s)
	return buf.Bytes(), err
}

// Restore continues from a snapshot.
func (n *node) Restore(state []byte) error {
	var s snapshot
	if err := gob.NewDecoder(bytes.NewReader(state)).Decode(&s); err != nil {
		return err
	}
	n.memory, n.carrier.key, n.carrier.last, n.carrier.number = s.Memory, s.Key, s.Small, s.Number
	n.carrier.most, n.carrier.awaited = s.Most, s.Awaited
	for _, m := range n.carrier.key.Masks {
		m.from = s.Key.Stamp
	}
	return nil
}
