package fleet

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// TestAnyChanges: whatever is applied, added and removed and whenever, in the end the
// streams are those that were asked for, none was ever open twice at the same time, and
// every ledger adds up.
func TestAnyChanges(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		type step struct {
			wait    time.Duration
			streams map[string]string
		}
		name := rapid.SampledFrom([]string{"a", "b", "c"})
		with := rapid.SampledFrom([]string{"", "frames: 500", "fail: 7, live: true", "live: true"})
		steps := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) step {
			return step{
				time.Duration(rapid.IntRange(0, 800).Draw(rt, "ms")) * time.Millisecond,
				rapid.MapOfN(name, with, 1, 3).Draw(rt, "streams"),
			}
		}), 1, 8).Draw(rt, "steps")
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			stop := make(chan struct{})
			f := New(context.Background(), stop, w.options())
			for _, s := range steps {
				if err := f.Apply(specs(t, s.streams)); err != nil {
					t.Fatal(err)
				}
				time.Sleep(s.wait)
			}
			time.Sleep(time.Second)
			want := slices.Sorted(maps.Keys(steps[len(steps)-1].streams))
			var got []string
			for _, s := range f.Streams() {
				got = append(got, s.Name())
			}
			slices.Sort(got)
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("streams %v, want %v", got, want)
			}
			close(stop)
			_ = f.Wait() // those that fail say so
			w.check()
		})
	})
}
