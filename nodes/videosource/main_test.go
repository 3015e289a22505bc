package videosource

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/cv/cvtest"
	"github.com/maskgraph/maskgraph/nodes/videosource/scene"
)

func TestMain(m *testing.M) {
	_ = os.Setenv("OPENCV_FFMPEG_LOGLEVEL", "-8")
	_ = os.Setenv("OPENCV_LOG_LEVEL", "SILENT")
	cvtest.Main(m)
}

func testEnv(t testing.TB) nodes.Env {
	return nodes.Env{Name: "video", Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Shared: &nodes.Shared{}}
}

// makeVideo writes n frames of a synthetic scene as a video of that codec.
func makeVideo(t testing.TB, name, codec string, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	s, err := scene.Parse(fmt.Sprintf("synthetic:320x240?frames=%d", n))
	if err != nil {
		t.Fatal(err)
	}
	w, err := gocv.VideoWriterFile(path, codec, 20, s.Width, s.Height, true)
	if err != nil || !w.IsOpened() {
		t.Fatalf("cannot write %s: %v", path, err)
	}
	defer w.Close()
	for i := range n {
		frame := nodes.NewFrame(s.Width, s.Height, nodes.BGR8, s.Pixels(i), nil)
		err := cv.View(frame, func(m gocv.Mat) error { return w.Write(m) })
		frame.Release()
		if err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// makePicture writes a picture of one colour and this size.
func makePicture(t testing.TB, path string, width, height int) {
	t.Helper()
	m := gocv.NewMatWithSizeFromScalar(gocv.NewScalar(10, 200, 90, 0), height, width, gocv.MatTypeCV8UC3)
	defer m.Close()
	if !gocv.IMWrite(path, m) {
		t.Fatalf("cannot write %s", path)
	}
}
