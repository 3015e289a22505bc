package sam

import (
	"cmp"
	"slices"
	"sync"
)

// batchSize is how many prompts are decoded at once: more are no faster, and each
// takes tens of MB while it is decoded.
const batchSize = 4

// batch is prompts that can be decoded together: as many points each, and a mask
// each or none.
type batch struct {
	indices        []int // of the prompts
	coords, labels []float32
	masks          bool
}

// share is how many of n prompts a batch has, so that so many batches can be decoded at
// once.
func share(n, atOnce int) int { return min(batchSize, (n+atOnce-1)/atOnce) }

// batches are all prompts, so many in a batch at most.
func batches(e *Embedding, prompts []Prompt, most int) []batch {
	type kind struct {
		points int
		masks  bool
	}
	byKind := map[kind]*batch{}
	var all []batch
	for i, p := range prompts {
		coords, labels := e.tokens(p)
		k := kind{len(labels), p.Logits != nil}
		b := byKind[k]
		if b == nil {
			b = &batch{masks: k.masks}
			byKind[k] = b
		}
		b.indices, b.coords, b.labels = append(b.indices, i), append(b.coords, coords...), append(b.labels, labels...)
		if len(b.indices) == most {
			all = append(all, *b)
			delete(byKind, k)
		}
	}
	for _, b := range byKind {
		all = append(all, *b)
	}
	slices.SortFunc(all, func(a, b batch) int { return cmp.Compare(a.indices[0], b.indices[0]) })
	return all
}

// inParallel decodes batches, some at once: runs with one thread each are sooner done than
// one after another on all threads. Of each there is one call at a time. It returns the
// first error.
func inParallel(all []batch, atOnce int, each func(int, Answer), decode func(b batch, each func(int, Answer)) error) (failed error) {
	next := make(chan batch, len(all))
	for _, b := range all {
		next <- b
	}
	close(next)
	var workers sync.WaitGroup
	var mu sync.Mutex // for each and failed
	alone := func(i int, a Answer) {
		mu.Lock()
		defer mu.Unlock()
		each(i, a)
	}
	for range min(atOnce, len(all)) {
		workers.Go(func() {
			for b := range next {
				if err := decode(b, alone); err != nil {
					mu.Lock()
					defer mu.Unlock()
					failed = cmp.Or(failed, err)
					return
				}
			}
		})
	}
	workers.Wait()
	return failed
}
