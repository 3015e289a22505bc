package samprompter

import (
	"context"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// job is the work on a key-frame. In the background it has a goroutine of its own, and
// all of it but the key and near belongs to that until done is closed.
type job struct {
	key     key
	small   *cv.Small
	look    *thumb
	frame   *nodes.Frame
	objects []object   // whose masks are wanted
	near    []sighting // where the boxes of these were seen last; not the goroutine's

	computed bool // the frame was encoded for this
	took     time.Duration
	err      error
	cancel   context.CancelFunc
	done     chan struct{}
}

// sighting is a box that a detector gave, and when.
type sighting struct {
	box nodes.Box
	at  time.Duration
}

// work encodes and decodes, and changes nothing but the job.
func (n *node) work(ctx context.Context, j *job) error {
	var e *sam.Embedding
	var err error
	if e, j.computed, err = n.sam.Embed(ctx, j.key.Stamp, j.frame); err != nil {
		return err
	}
	return n.segment(ctx, e, j.key.Stamp, j.frame.Width, j.frame.Height, j.objects)
}

// start does a job in the background, on a copy of its frame.
func (c *carrier) start(ctx context.Context, j *job) {
	ctx, j.cancel = context.WithCancel(context.WithoutCancel(ctx))
	for _, o := range j.objects {
		last := sighting{o.prompt.Box, j.key.Stamp.PTS}
		if o.carried != nil {
			last.at = o.carried.Boxed
		}
		j.near = append(j.near, last)
	}
	j.frame, j.done = j.frame.Clone(), make(chan struct{})
	c.job = j
	began := time.Now()
	go func() {
		defer close(j.done)
		j.err = c.work(ctx, j)
		j.took = time.Since(began)
	}()
}

// wait says whether the work was done before a time has passed.
func (j *job) wait(ctx context.Context, most time.Duration) bool {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-j.done:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}

// stop breaks the work off.
func (j *job) stop() {
	j.cancel()
	<-j.done
	j.frame.Release()
}

// land takes the masks of a key-frame that is done. They are those of an earlier
// frame, as a rule, whose points were moved on meanwhile.
func (n *node) land() error {
	c := &n.carrier
	j := c.job
	if j == nil {
		return nil
	}
	select {
	case <-j.done:
	default:
		return nil
	}
	c.job, c.late = nil, j.took > n.cfg.Keyframe.budget()
	j.stop()
	if j.err != nil {
		return j.err
	}
	n.accept(j)
	return nil
}

// accept makes what was found on a key-frame what is carried.
func (n *node) accept(j *job) {
	c := &n.carrier
	n.encoded(j.computed)
	n.now = j.look
	items, from := n.account(j.key.Stamp, j.small.FrameW, j.small.FrameH, j.objects)
	switch {
	case j.key.Since > 0:
		n.counts.late += int64(len(items))
	case j.done == nil:
		for _, item := range items {
			j.key.Trail.Seed(j.small, item.Mask, pointsEach, &c.key.Trail)
		}
	}
	c.begin(j.key, j.small, items, from, j.objects)
	if j.key.Since > 0 {
		c.catchUp(from, j)
	}
}

// pursue follows the boxes of a key-frame that is worked on from frame to frame.
func (j *job) pursue(stamp nodes.Stamp, boxes []nodes.Instance) {
	for i, near := range j.near {
		closest := float32(sameThing)
		for _, b := range boxes {
			if iou := b.Box.IoU(near.box); iou >= closest {
				j.near[i], closest = sighting{b.Box, stamp.PTS}, iou
			}
		}
	}
}

// catchUp tells late masks what has become of their boxes.
func (c *carrier) catchUp(from []*object, j *job) {
	for i, m := range c.key.Masks {
		for at := range j.objects {
			if from[i] == &j.objects[at] {
				m.Near, m.Boxed = j.near[at].box, j.near[at].at
			}
		}
	}
}

// whereabouts is the part of the frame that an object is in, as far as is known
// before it has a mask.
func (n *node) whereabouts(o *object) *nodes.Mask {
	if o.told != nil {
		return o.told
	}
	b := o.prompt.Box
	for _, m := range n.carrier.key.Masks {
		if m.now.Mask != nil && !m.lost && m.now.Box.IoU(b) >= sameThing {
			return m.now.Mask
		}
	}
	s := n.carrier.last
	if !o.prompt.HasBox() {
		b = around(*o, s.FrameW, s.FrameH)
	}
	return filled(b.Clip(s.FrameW, s.FrameH))
}

// filled is the pixels that lie in a box.
func filled(box nodes.Box) *nodes.Mask {
	var b nodes.MaskBuilder
	for x := int(box.X1); x < ceil(box.X2); x++ {
		b.Add(nodes.Span{X: x, Y1: int(box.Y1), Y2: ceil(box.Y2)})
	}
	return b.Mask()
}
