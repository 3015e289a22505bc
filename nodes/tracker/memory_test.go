package tracker

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestRestoreContinues: a node restored half-way says exactly what the one that
// never stopped says, to the last bit of its memory.
func TestRestoreContinues(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		whole := newNode()
		part := newNode()
		frames := rapid.IntRange(2, 20).Draw(rt, "frames")
		stop := rapid.IntRange(1, frames-1).Draw(rt, "stop")
		for seq := range frames {
			if seq == stop {
				saved := snapshot(rt, part)
				part = newNode()
				if err := part.Restore(saved); err != nil {
					rt.Fatal(err)
				}
			}
			p := packet(rapid.SampledFrom([]string{"a", "a", "a", "b"}).Draw(rt, "stream"), seq, picture(drawInstances(rt)...))
			p.Instances("instances").Skipped = rapid.IntRange(0, 5).Draw(rt, "skipped") == 0
			p.Put("frame", panned(rapid.IntRange(0, 8).Draw(rt, "pan")))
			want, got := process(t, whole, p), process(t, part, p)
			p.Release()
			if !reflect.DeepEqual(got.Items, want.Items) {
				rt.Fatalf("frame %d: got %+v, want %+v", seq, got.Items, want.Items)
			}
		}
		if !bytes.Equal(snapshot(rt, part), snapshot(rt, whole)) {
			rt.Fatal("the memories differ")
		}
	})
}

func newNode() *node {
	cfg := defaults
	cfg.ColourGate = 0.8
	return &node{cfg: cfg, memory: memory{Follower: NewFollower(cfg)}}
}

// panned is a pattern that a camera pans over.
func panned(pan int) *nodes.Frame {
	const w, h = 42, 16
	pix := make([]byte, 3*w*h)
	for i := range pix {
		x, y := i/3%w+pan, i/3/w
		pix[i] = byte(x*x*7 + y*y*5 + x*y*3>>3)
	}
	return nodes.NewFrame(w, h, nodes.BGR8, pix, nil)
}

func snapshot(t *rapid.T, n *node) []byte {
	saved, err := n.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func TestRestoreRefuses(t *testing.T) {
	tests := []struct{ name, saved, want string }{
		{"no JSON", "tTracks", "tracker: restore: not a snapshot of this version: invalid character 'T' in literal true (expecting 'r')"},
		{"no tracks", `{"Follower": null}`, "tracker: restore: the snapshot has no tracks: take one with Snapshot"},
		{"a track without votes", `{"Follower": {"Tracks": [{"ID": 3}]}}`, "tracker: restore: not a snapshot of this version: track 3: was never seen"},
		{
			"a broken picture", `{"Follower": {}, "Seen": {"W": 2, "H": 2, "Block": 1, "Pix": "", "Hide": ""}}`,
			"tracker: restore: the snapshot's picture is broken: take one with Snapshot",
		},
		{
			"a broken mask", `{"Follower": {"Tracks": [{"ID": 3, "Mask": {"W": 2, "H": 2, "Runs": [0, 5]}}]}}`,
			"tracker: restore: not a snapshot of this version: track 3: mask of 2x2 has runs for 5 pixels",
		},
		{
			"an endless mask", `{"Follower": {"Tracks": [{"ID": 3, "Mask": {"W": 1000000000, "H": 1, "Runs": [0, 1000000000]}}]}}`,
			"tracker: restore: not a snapshot of this version: track 3: mask of 1000000000x1 is larger than any picture",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := newNode()
			process(t, n, packet("a", 0, picture(at(100, 100))))
			err := n.Restore([]byte(tt.saved))
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if got := tracks(process(t, n, packet("a", 1, picture(at(100, 100))))); !slices.Equal(got, []int{1}) {
				t.Errorf("after a failed Restore: got %v, want [1]", got)
			}
		})
	}
}

// FuzzRestore: whatever a snapshot says, nothing falls over afterwards.
func FuzzRestore(f *testing.F) {
	n := newNode()
	in := at(100, 100)
	in.Mask = oval(in.Box)
	frame := panned(0)
	defer frame.Release()
	n.Seen = shrink(frame, nil)
	n.Follower.Update(0, []nodes.Instance{in}, frame)
	saved, err := json.Marshal(n.memory)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(saved)
	f.Fuzz(func(t *testing.T, saved []byte) {
		n := newNode()
		if n.Restore(saved) != nil {
			return
		}
		for seq := range 3 {
			p := packet("a", seq, picture(in, at(120, 100)))
			p.Put("frame", frame)
			process(t, n, p)
		}
	})
}
