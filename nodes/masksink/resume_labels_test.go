package masksink

import (
	"errors"
	"os"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestLabelsBesidePictures: labels that had got their name are written on, and the
// pictures in their folder stay, even if the clock says that all is equally old.
func TestLabelsBesidePictures(t *testing.T) {
	packets := script()
	defer releaseAll(packets)
	cfg := everything["pictures beside labels"]
	want, _ := undisturbed(t, cfg, packets)
	for name, end := range map[string]func(*node) error{
		"broken off":  func(*node) error { return nil },
		"interrupted": func(n *node) error { return n.Finish(nodes.Interrupt(t.Context())) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			r := &run{t: t, cfg: cfg}
			r.open()
			for i, p := range packets {
				r.process(p)
				r.snapshot()
				if i != 1 && i != 6 {
					continue
				}
				if err := errors.Join(end(r.node), r.node.Close()); err != nil {
					t.Fatal(err)
				}
				now := time.Now()
				for _, folder := range []string{"yolo", "yolo.incomplete"} {
					if err := os.Chtimes(folder, now, now); err != nil && !os.IsNotExist(err) {
						t.Fatal(err)
					}
				}
				r.open()
			}
			r.finish()
			wantContents(t, want)
		})
	}
}
