package fleet

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
)

// start runs a fleet in a bubble of virtual time.
func start(t *testing.T, w *world, streams map[string]string) (f *Fleet, stop chan struct{}, cancel context.CancelCauseFunc) {
	t.Helper()
	ctx, cancel := context.WithCancelCause(context.Background())
	t.Cleanup(func() { cancel(nil) })
	stop = make(chan struct{})
	f = New(ctx, stop, w.options())
	if err := f.Apply(specs(t, streams)); err != nil {
		t.Fatal(err)
	}
	return f, stop, cancel
}

func graphOf(f *Fleet, name string) *graph.Graph {
	_, g := f.Stream(name).Graph()
	return g
}

func TestApplyChangesTheDifference(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, stop, _ := start(t, w, map[string]string{"same": "frames: 0", "changed": "frames: 1000", "gone": "frames: 0"})
		time.Sleep(time.Second)
		same, changed := graphOf(f, "same"), graphOf(f, "changed")
		if err := f.Apply(specs(t, map[string]string{"same": "frames:   0", "changed": "frames: 2000", "new": "frames: 0"})); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if graphOf(f, "same") != same || w.count(w.finished, "same") != 0 {
			t.Error("the stream that is the same was touched")
		}
		if graphOf(f, "changed") == changed || w.count(w.finished, "changed") != 1 || w.count(w.opened, "changed") != 2 {
			t.Error("the changed stream was not drained and opened anew")
		}
		if f.Stream("gone") != nil || w.count(w.finished, "gone") != 1 {
			t.Error("the stream that is gone was not drained")
		}
		if st := f.Stream("new"); st == nil || st.Status().State != Running {
			t.Error("the new stream does not run")
		}
		close(stop)
		if err := f.Wait(); err != nil {
			t.Error(err)
		}
		w.check()
	})
}

func TestOneFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, _, _ := start(t, w, map[string]string{"bad": "fail: 5", "good": "frames: 100"})
		err := f.Wait()
		if err == nil || err.Error() != `stream bad: node "video" (Source), after bad frame 4 at 0.004s: the cable is out` {
			t.Errorf("got %v", err)
		}
		if w.finished["good"] != 1 || w.finished["bad"] != 0 || f.Stream("good").Status().State != Ended {
			t.Error("the other stream did not come to its end")
		}
		if st := f.Stream("bad").Status(); st.State != Failed || st.Failures != 1 {
			t.Errorf("status %+v", st)
		}
		if err := f.Apply(nil); !errors.Is(err, ErrOver) {
			t.Errorf("a fleet that has ended takes streams: %v", err)
		}
		w.check()
	})
}

func TestLiveStreamsAreOpenedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.noOpen["off"] = errors.New("the camera is off")
		f, stop, _ := start(t, w, map[string]string{"cam": "live: true, fail: 3", "off": "live: true"})
		time.Sleep(100 * time.Millisecond)
		if st := f.Stream("cam").Status(); st.State != Retrying || st.Failures != 1 || st.Err == nil {
			t.Errorf("after the first failure: %+v", st)
		}
		for _, at := range []struct {
			after time.Duration
			want  int // graphs opened: pauses of 0.5, 1, 2, 4 s and the frames between
		}{{500 * time.Millisecond, 2}, {time.Second, 3}, {2 * time.Second, 4}, {4100 * time.Millisecond, 5}} {
			time.Sleep(at.after)
			if got := w.count(w.opened, "cam"); got != at.want {
				t.Errorf("%d graphs were opened, want %d", got, at.want)
			}
		}
		w.mu.Lock()
		delete(w.noOpen, "off")
		w.mu.Unlock()
		time.Sleep(longestPause)
		if st := f.Stream("off").Status(); st.State != Running || st.Failures == 0 {
			t.Errorf("the camera is on: %+v", st)
		}
		close(stop)
		if err := f.Wait(); err == nil || !strings.Contains(err.Error(), "stream cam: ") || strings.Contains(err.Error(), "stream off") {
			t.Errorf("got %v", err)
		}
		w.check()
	})
}

func TestInterrupts(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(stop chan struct{}, cancel context.CancelCauseFunc)
		want string
		done int
	}{
		{"the first one drains", func(stop chan struct{}, _ context.CancelCauseFunc) { close(stop) }, "", 1},
		{"the second one cancels", func(stop chan struct{}, cancel context.CancelCauseFunc) {
			close(stop)
			cancel(errors.New("stopped at once"))
		}, "stopped at once", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				f, stop, cancel := start(t, w, map[string]string{"a": "", "b": "live: true"})
				time.Sleep(time.Second)
				tt.end(stop, cancel)
				got := ""
				if err := f.Wait(); err != nil {
					got = err.Error()
				}
				if got != tt.want || w.finished["a"] != tt.done || w.finished["b"] != tt.done {
					t.Errorf("got %q, finished %v", got, w.finished)
				}
				w.check()
			})
		})
	}
}

func TestAddAndRemove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, _, _ := start(t, w, map[string]string{"a": "frames: 100"})
		time.Sleep(100 * time.Millisecond)
		b := specs(t, map[string]string{"b": ""})[0]
		if err := f.Add(b); err != nil {
			t.Fatal(err)
		}
		if err := f.Add(b); !errors.Is(err, ErrTaken) {
			t.Errorf("added twice: %v", err)
		}
		if f.Remove("c") {
			t.Error("a stream that never was has been removed")
		}
		time.Sleep(100 * time.Millisecond)
		if !f.Remove("b") || f.Remove("b") {
			t.Error("a stream can be removed once")
		}
		if err := f.Add(b); err != nil { // while the old one drains
			t.Error(err)
		}
		time.Sleep(time.Second)
		if w.count(w.opened, "b") != 2 || !f.Remove("b") {
			t.Error("it did not come back")
		}
		if err := f.Wait(); err != nil {
			t.Error(err)
		}
		w.check()
	})
}
