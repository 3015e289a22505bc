package sam

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestBatches(t *testing.T) {
	boxed := func(n int) (all []Prompt) {
		for range n {
			all = append(all, Prompt{Box: nodes.Box{X2: 10, Y2: 10}})
		}
		return all
	}
	pointed := Prompt{Points: []nodes.Point{{X: 1, Y: 1}, {X: 2, Y: 2}}}
	for _, tt := range []struct {
		name    string
		prompts []Prompt
		atOnce  int
		want    string
	}{
		{"none", nil, 2, "[]"},
		{"one after another", boxed(9), 1, "[[0 1 2 3] [4 5 6 7] [8]]"},
		{"few, for two at once", boxed(3), 2, "[[0 1] [2]]"},
		{"many, for two at once", boxed(9), 2, "[[0 1 2 3] [4 5 6 7] [8]]"},
		{"one each", boxed(3), 3, "[[0] [1] [2]]"},
		{"one, for many at once", boxed(1), 8, "[[0]]"},
		{"other kinds apart", append(append(boxed(2), pointed, pointed), boxed(1)...), 1, "[[0 1 4] [2 3]]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := [][]int{}
			for _, b := range batches(&Embedding{up: newUpsampler(cv.Planes{Width: 1024, Height: 1024}, 100, 100)}, tt.prompts, share(len(tt.prompts), tt.atOnce)) {
				got = append(got, b.indices)
			}
			if fmt.Sprint(got) != tt.want {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
}

func TestInParallel(t *testing.T) {
	var all []batch
	for i := range 40 {
		all = append(all, batch{indices: []int{i}})
	}
	bad := errors.New("it is broken")
	for _, atOnce := range []int{1, 2, 7} {
		var inside, running atomic.Int32
		var got []int
		each := func(i int, _ Answer) {
			if inside.Add(1) != 1 {
				t.Error("two calls of each at once")
			}
			got = append(got, i)
			inside.Add(-1)
		}
		decode := func(b batch, each func(int, Answer)) error {
			if n := running.Add(1); int(n) > atOnce {
				t.Errorf("%d run at once, want at most %d", n, atOnce)
			}
			defer running.Add(-1)
			each(b.indices[0], nil)
			return nil
		}
		if err := inParallel(all, atOnce, each, decode); err != nil {
			t.Error(err)
		}
		if slices.Sort(got); len(got) != 40 || got[39] != 39 {
			t.Errorf("%d at once: got %v", atOnce, got)
		}
		err := inParallel(all, atOnce, each, func(b batch, _ func(int, Answer)) error {
			if b.indices[0] == 20 {
				return bad
			}
			return nil
		})
		if !errors.Is(err, bad) {
			t.Errorf("%d at once: got error %v, want %v", atOnce, err, bad)
		}
	}
}

// TestDecodedAtOnce: prompts that are decoded in two batches at once get the masks that
// they get one after another.
func TestDecodedAtOnce(t *testing.T) {
	env := nodestest.Env(t)
	m := openModel(t, env)
	two, letGo, err := Open(env, Options{Name: "mobile-sam", Ahead: true})
	if err != nil {
		t.Fatal(err)
	}
	defer letGo()
	frame, truth := sceneFrame(t, "synthetic:640x480?objects=5&seed=3", 0)
	var prompts []Prompt
	for _, it := range truth.Items {
		prompts = append(prompts, Prompt{Box: it.Box, Single: true}, Prompt{Box: it.Box})
	}
	e, err := m.Encode(t.Context(), nodes.Stamp{}, frame)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Release()
	masks := func(m *Model) []*nodes.Mask {
		all := make([]*nodes.Mask, len(prompts))
		if err := m.Decode(t.Context(), e, prompts, func(i int, a Answer) { all[i] = e.Mask(a[0].Logits) }); err != nil {
			t.Fatal(err)
		}
		return all
	}
	want, got := masks(m), masks(two)
	for i := range want {
		if iou := got[i].IoU(want[i]); iou < 0.999 {
			t.Errorf("prompt %d: IoU %.4f", i, iou)
		}
	}
}
