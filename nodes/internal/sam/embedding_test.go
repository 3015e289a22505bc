package sam

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestStreamsDoNotForgetForEachOther: with two nodes for each of eight streams, which
// are as far apart as queues allow, every frame is encoded once.
func TestStreamsDoNotForgetForEachOther(t *testing.T) {
	var c embeddings
	const streams, frames = 8, 20
	c.users.Store(2 * streams)
	computed := 0
	ask := func(stream, frame int) {
		stamp := nodes.Stamp{Stream: fmt.Sprint(stream), Seq: uint64(frame)}
		if _, _, err := c.get(t.Context(), stamp, func() (*Embedding, error) { computed++; return &Embedding{}, nil }); err != nil {
			t.Fatal(err)
		}
	}
	for frame := range frames + keepEmbeddings - 1 {
		for s := range streams {
			if frame < frames {
				ask(s, frame)
			}
			if late := frame - keepEmbeddings + 1; late >= 0 {
				ask(s, late)
			}
		}
	}
	if computed != streams*frames {
		t.Errorf("%d encodings of %d frames", computed, streams*frames)
	}
	if len(c.entries) != streams*keepEmbeddings {
		t.Errorf("%d frames of %d streams are remembered", len(c.entries), streams)
	}
	c.users.Store(1)
	ask(0, frames)
	if len(c.entries) != keepEmbeddings {
		t.Errorf("%d frames are remembered for one user", len(c.entries))
	}
}

// TestForgottenEmbeddings are given back when their users are through, one that was
// forgotten before it was made no later.
func TestForgottenEmbeddings(t *testing.T) {
	var c embeddings
	freed := map[int]bool{}
	var embed func(seq int, meanwhile ...int) *Embedding
	embed = func(seq int, meanwhile ...int) *Embedding {
		t.Helper()
		e, _, err := c.get(t.Context(), nodes.Stamp{Seq: uint64(seq)}, func() (*Embedding, error) {
			for _, other := range meanwhile {
				embed(other).Release()
			}
			return &Embedding{free: func(room) { freed[seq] = true }}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	check := func(want ...int) {
		t.Helper()
		if got := slices.Sorted(maps.Keys(freed)); !slices.Equal(got, want) {
			t.Errorf("%v are given back, want %v", got, want)
		}
	}
	slow := embed(0, 1, 2, 3, 4)
	check()
	slow.Release()
	check(0) // it was forgotten for 4
	held := embed(1)
	embed(5).Release()
	check(0) // 1 is forgotten, but held
	held.Release()
	check(0, 1)
	embed(6).Release()
	check(0, 1, 2)
	if held.hold() {
		t.Error("an embedding is held that was given back")
	}
	for name, misuse := range map[string]func(){"Release": held.Release, "Retain": func() { held.Retain() }} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s after the last Release does not panic", name)
				}
			}()
			misuse()
		}()
	}
}

// TestAheadIsNotForgotten: what was encoded ahead is still there when it is asked for,
// whatever was encoded meanwhile.
func TestAheadIsNotForgotten(t *testing.T) {
	var c embeddings
	stamp := func(seq int) nodes.Stamp { return nodes.Stamp{Seq: uint64(seq)} }
	for _, seq := range []int{30, 60} {
		e, mine := c.begin(stamp(seq))
		if !mine {
			t.Fatalf("somebody has begun %d", seq)
		}
		value := &Embedding{}
		c.end(e, value, nil)
	}
	ask := func(seq int) (computed bool) {
		t.Helper()
		if _, _, err := c.get(t.Context(), stamp(seq), func() (*Embedding, error) { computed = true; return &Embedding{}, nil }); err != nil {
			t.Fatal(err)
		}
		return computed
	}
	for seq := range 2 * keepEmbeddings {
		if !ask(seq) {
			t.Errorf("%d was there", seq)
		}
	}
	if ask(30) || ask(60) {
		t.Error("what was encoded ahead was encoded again")
	}
	if len(c.entries) != keepEmbeddings {
		t.Errorf("%d frames are remembered", len(c.entries))
	}
}
