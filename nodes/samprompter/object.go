package samprompter

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// object is one thing that is segmented on a frame.
type object struct {
	nodes.Instance // as it came
	prompt         sam.Prompt
	told           *nodes.Mask      // the mask that it is prompted with, nil: none
	given          int              // the prompt of the file that it is, from 1; 0: none
	last           int              // the ambiguous token it had on the frame before, 0: none
	masks          []nodes.Instance // what came of it: one mask, or all three
	logits         []float32        // of the mask, kept for another pass

	thing     *thing  // that is followed, nil: none, or not yet
	dx, dy    float64 // from where the thing was last seen to where it is expected, in pixels
	looks     bool    // there the picture looks like the thing
	confirmed bool    // a box says that it is there

	pointing *pointing // nil: nobody has pointed at it
	was      *carried  // the same on the key-frame before, nil: it was not there
	carried  *carried  // that no box of this frame is about, nil: a box is, or a prompt
	asked    int       // what of pointing.Asked is in the prompt
}

func objectOf(item nodes.Instance) object {
	return object{Instance: item, prompt: sam.Prompt{Box: item.Box, Points: item.Points}}
}

// objects is what to segment on a frame. boxes is nil when nothing is connected.
func (n *node) objects(stamp nodes.Stamp, frame *nodes.Frame, boxes *nodes.Instances) ([]object, error) {
	n.memory.enter(stamp.Stream)
	if n.cfg.Follow || n.memory.Pointed.any() {
		n.now = thumbOf(frame, lookWidth)
	}
	pointed := n.pointed(stamp, frame)
	n.idle = boxes == nil && len(n.cfg.Prompts) == 0 && n.memory.Pointed.Count == 0
	given, err := n.given(stamp, frame)
	if err != nil {
		return nil, err
	}
	var detected []object
	if boxes != nil {
		detected = n.detected(strongest(boxes.Items, n.cfg.MaxInstances))
	}
	if n.cfg.Follow {
		return append(pointed, n.followed(stamp, given, detected)...), nil
	}
	all := append(given, detected...)
	n.memory.recall(all)
	return append(pointed, all...), nil
}

// given is the prompts of the file that are about a frame.
func (n *node) given(stamp nodes.Stamp, frame *nodes.Frame) ([]object, error) {
	var objects []object
	for i, p := range n.cfg.Prompts {
		if !p.given(stamp) {
			continue
		}
		item, err := p.instance(n.pictures[i], frame.Width, frame.Height)
		if err != nil {
			return nil, fmt.Errorf("prompts[%d]: %w", i, err)
		}
		o := objectOf(item)
		o.given, o.told, o.Mask, o.prompt.Text = i+1, item.Mask, nil, n.texts[i]
		objects = append(objects, o)
	}
	return objects, nil
}

// detected is the prompts that instances make. Those that say nothing of a place
// make none.
func (n *node) detected(items []nodes.Instance) []object {
	var objects []object
	for _, item := range items {
		o := objectOf(item)
		if n.cfg.UseMasks && item.Mask != nil && !item.Mask.Empty() {
			o.told = item.Mask
			if !o.prompt.HasBox() {
				o.prompt.Box = item.Mask.Box()
			}
		}
		if o.prompt.HasBox() || len(o.prompt.Points) > 0 {
			objects = append(objects, o)
		} else {
			n.rejected++
		}
	}
	return objects
}

// strongest is the most n instances of highest score, in their old order; all of
// them when n is 0.
func strongest(items []nodes.Instance, n int) []nodes.Instance {
	if n == 0 || len(items) <= n {
		return items
	}
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(items[b].Score, items[a].Score) })
	order = order[:n]
	slices.Sort(order)
	best := make([]nodes.Instance, n)
	for i, at := range order {
		best[i] = items[at]
	}
	return best
}
