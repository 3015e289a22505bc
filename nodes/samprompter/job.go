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
	encoded func()     // is called when the frame is encoded; nil: nobody waits for that
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
	defer e.Release()
	if j.encoded != nil {
		j.encoded()
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

// whereabouts is the part of the frame that an object is in, as far as is known
// before it has a mask.
func (n *node) whereabouts(v *view, o *object) *nodes.Mask {
	if o.told != nil {
		return o.told
	}
	b := o.prompt.Box
	for _, m := range n.carrier.key.Masks {
		if len(m.placed) > 0 && !m.lost && m.now.Box.IoU(b) >= sameThing {
			return m.mask(v.small)
		}
	}
	s := v.small
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
