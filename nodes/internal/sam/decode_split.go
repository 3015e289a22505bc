package sam

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/rewrite"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// split is the public export rewritten: what depends on the frame alone is done once
// a frame, and prompts are decoded in batches, with all four masks of each.
type split struct {
	prefix, suffix *ort.Session
	masks          func() (*ort.Session, error) // for prompts with a mask; opened when one comes
	letGo          []func() error
	logits         pool[[]float32] // of a batch, 4 MB each
	atOnce         int             // batches
}

func openSplit(env nodes.Env, entry models.Model, o Options) (decoder, func() error, error) {
	d := &split{atOnce: o.atOnce()}
	open := func(r rewrite.Rewrite) (*ort.Session, error) {
		path, err := rewrite.Path(env.Models, entry, "decoder", r)
		if err != nil {
			return nil, err
		}
		session, letGo, err := ort.OpenFile(env, entry.Name+" "+r.Name, path, nil, nil, o.run(env))
		if err == nil {
			d.letGo = append(d.letGo, letGo)
		}
		return session, err
	}
	var err error
	if d.prefix, err = open(rewrite.SAMPrefix); err == nil {
		d.suffix, err = open(rewrite.SAMSuffix)
	}
	if err != nil {
		return nil, nil, errors.Join(err, d.close())
	}
	d.masks = sync.OnceValues(func() (*ort.Session, error) { return open(rewrite.SAMBatch) })
	return d, d.close, nil
}

func (d *split) close() error {
	var errs []error
	for _, letGo := range slices.Backward(d.letGo) {
		errs = append(errs, letGo())
	}
	return errors.Join(errs...)
}

func (d *split) decode(ctx context.Context, e *Embedding, prompts []Prompt, each func(i int, a Answer)) error {
	all := batches(e, prompts, share(len(prompts), d.atOnce))
	return inParallel(all, d.atOnce, each, func(b batch, each func(i int, a Answer)) error {
		return d.run(ctx, e, b, prompts, each)
	})
}

// tokens is how many masks the decoder has for a prompt.
const tokens = 4

func (d *split) run(ctx context.Context, e *Embedding, b batch, prompts []Prompt, each func(i int, a Answer)) error {
	n := int64(len(b.indices))
	points := int64(len(b.labels)) / n
	in := []ort.Tensor{{Shape: []int64{n, points, 2}, Data: b.coords}, {Shape: []int64{n, points}, Data: b.labels}}
	session := d.suffix
	var err error
	if b.masks {
		session, err = d.masks()
		before := ort.NewTensor(n, 1, Grid, Grid)
		has := ort.NewTensor(n)
		for i, at := range b.indices {
			copy(before.Data[i*Grid*Grid:], prompts[at].Logits)
			has.Data[i] = 1
		}
		in = append([]ort.Tensor{e.Features[0]}, append(in, before, has)...)
	} else {
		err = e.frame.prepare(ctx, d.prefix, e.Features[0])
		in = append(in, e.frame.tensors...)
	}
	if err != nil {
		return err
	}
	room, ok := d.logits.get()
	if !ok {
		room = make([]float32, batchSize*tokens*Grid*Grid)
	}
	defer d.logits.put(room, math.MaxInt)
	logits := ort.Tensor{Shape: []int64{n, tokens, Grid, Grid}, Data: room[:n*tokens*Grid*Grid]}
	iou := ort.NewTensor(n, tokens)
	if err := session.Run(ctx, in, []ort.Tensor{logits, iou}); err != nil {
		return err
	}
	for i, at := range b.indices {
		a := make(Answer, tokens)
		for t := range a {
			k := i*tokens + t
			a[t] = Candidate{Token: t, IoU: iou.Data[k], Logits: logits.Data[k*Grid*Grid : (k+1)*Grid*Grid]}
		}
		each(at, a)
	}
	return nil
}
