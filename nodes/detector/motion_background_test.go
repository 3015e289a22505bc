package detector

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func writePicture(t *testing.T, f *nodes.Frame) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "empty.png")
	if err := cv.View(f, func(m gocv.Mat) error {
		if !gocv.IMWrite(path, m) {
			t.Fatal("cannot write", path)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestBackground finds what stands in the very first frame, and no ghost of it
// when it walks away.
func TestBackground(t *testing.T) {
	noise := rand.New(rand.NewPCG(1, 2))
	path := writePicture(t, scene(t, 320, 240, nodes.BGR8, noise))
	for name, format := range map[string]nodes.PixelFormat{"colour": nodes.BGR8, "grey": nodes.Gray8} {
		t.Run(name, func(t *testing.T) {
			n := opened(t, "{method: motion, motion: {history: 100, background: "+path+"}}")
			for i := range 10 {
				found := look(t, n, i, scene(t, 320, 240, format, noise, walker(i)))
				wantBoxes(t, i, found.Items, walker(i))
			}
		})
	}
}

func TestBackgroundMistakes(t *testing.T) {
	for path, want := range map[string]string{
		"testdata/mot.txt": "motion.background: testdata/mot.txt: is no picture that OpenCV can read",
		"testdata/none":    "motion.background: stat testdata/none: no such file or directory",
		"testdata":         "motion.background: testdata: is not a file",
		"testdata/empty":   "motion.background: testdata/empty: is empty (0 bytes)",
	} {
		cfg, _ := decoded(t, "{method: motion, motion: {background: "+path+"}}")
		if _, err := Factory.Open(t.Context(), nodestest.Env(t), cfg); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	noise := rand.New(rand.NewPCG(1, 2))
	n := opened(t, "{method: motion, motion: {background: "+writePicture(t, scene(t, 100, 100, nodes.BGR8, noise))+"}}")
	_, err := n.Process(t.Context(), nodestest.Packet(0, nodestest.Ports{"frame": scene(t, 100, 50, nodes.BGR8, noise)}))
	if want := "motion.background: the picture (100x100) has another shape than the frames (100x50)"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
