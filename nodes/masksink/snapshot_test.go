package masksink

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestSnapshotsStaySmall: a snapshot does not grow with the number of frames.
func TestSnapshotsStaySmall(t *testing.T) {
	t.Chdir(t.TempDir())
	r := &run{t: t, cfg: Config{Overlay: "o/{frame}.jpg", COCO: "c.json", Masks: "m", JSONL: "l.jsonl"}}
	r.open()
	defer r.die()
	var early int
	for seq := range 300 {
		found := two(seq % 20)
		found.Items[0].Track = seq + 1
		p := packet("s", seq, noise(testWidth, testHeight, seq%3), found)
		p.Stamp.File = fmt.Sprintf("a picture with a long name %d.jpg", seq)
		r.process(p)
		p.Release()
		r.snapshot()
		if seq == 20 {
			early = len(r.state)
		}
	}
	if len(r.state) > early+50 {
		t.Errorf("%d bytes after 20 frames, %d after 300", early, len(r.state))
	}
	start := time.Now()
	for range 100 {
		r.snapshot()
	}
	t.Logf("%d bytes, %v", len(r.state), time.Since(start)/100)
}

func TestSnapshotsThatDoNotFit(t *testing.T) {
	t.Chdir(t.TempDir())
	r := &run{t: t, cfg: Config{COCO: "c.json"}}
	r.open()
	p := script()
	defer releaseAll(p)
	r.process(p[0])
	r.snapshot()
	r.die()
	if err := os.WriteFile(".c.part.json", []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, want string
		cfg        Config
		state      []byte
	}{
		{"no snapshot", "restore: not a snapshot of this version: unexpected EOF", r.cfg, []byte("no snapshot")},
		{"other outputs", "restore: a snapshot of a MaskSink with other outputs", Config{JSONL: "l"}, r.state},
		{"a file that is cut", "restore: coco: c.json: .c.part.json has lost its end: file does not exist", r.cfg, r.state},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newTestNode(c.cfg)
			if err := n.Restore(c.state); err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
			if err := n.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("files that are gone", func(t *testing.T) {
		t.Chdir(t.TempDir())
		n := newTestNode(r.cfg)
		want := "restore: coco: c.json: nothing is left of what was written: stat .c.part.json.side: no such file or directory"
		if err := n.Restore(r.state); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
}

// BenchmarkSnapshot is taken after a frame with 28 masks of people in 1080p, with
// every output on.
func BenchmarkSnapshot(b *testing.B) {
	b.Chdir(b.TempDir())
	r := &run{t: b, cfg: Config{Overlay: "o.mp4", COCO: "c.json", Masks: "m", JSONL: "l.jsonl"}}
	r.open()
	defer r.die()
	found := &nodes.Instances{Width: 1920, Height: 1080}
	for i := range 28 {
		m := ellipse(i%10*190, i/10*350, 120, 340)
		found.Items = append(found.Items, nodes.Instance{Box: m.Box(), Mask: m, Score: 0.87, Track: i + 1, Label: "person"})
	}
	p := packet("s", 0, noise(1920, 1080, 1), found)
	defer p.Release()
	r.process(p)
	for b.Loop() {
		r.snapshot()
	}
	b.ReportMetric(float64(len(r.state)), "bytes")
}
