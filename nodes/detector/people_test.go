package detector

import (
	"path/filepath"
	"testing"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestPeople finds a man at a table, and nobody at the empty table before.
func TestPeople(t *testing.T) {
	video, err := gocv.VideoCaptureFile(nodestest.Shared(t, filepath.Join("data", "videos", "one-by-one-person-detection.mp4")))
	if err != nil {
		t.Fatal(err)
	}
	defer video.Close()
	man := nodes.Box{X1: 382, Y1: 3, X2: 541, Y2: 382}
	want := map[int][]nodes.Box{0: nil, 20: nil, 310: {man}, 320: {man}, 330: {man}}
	n := opened(t, "{method: people}")
	m := gocv.NewMat()
	defer m.Close()
	for i := 0; i <= 330 && video.Read(&m); i++ {
		boxes, asked := want[i]
		if !asked {
			continue
		}
		delete(want, i)
		f := nodes.NewFrame(m.Cols(), m.Rows(), nodes.BGR8, m.ToBytes(), nil)
		found := look(t, n, i, f).Items
		f.Release()
		if len(found) != len(boxes) || len(found) == 1 && found[0].Box.IoU(man) < 0.6 {
			t.Errorf("frame %d: want %v, got %v", i, boxes, found)
		}
	}
	if len(want) > 0 {
		t.Errorf("never saw frames %v", want)
	}
}

// TestPeopleOnSmallFrames finds nothing where no window fits.
func TestPeopleOnSmallFrames(t *testing.T) {
	n := opened(t, "{method: people}")
	for i, size := range [][2]int{{63, 200}, {200, 127}, {1, 1}, {64, 128}} {
		f := nodestest.Frames(t, size[0], size[1], 1)[0]
		if found := look(t, n, i, f).Items; len(found) > 0 {
			t.Errorf("%v: %v", size, found)
		}
	}
	grey := nodes.NewFrame(64, 128, nodes.Gray8, make([]byte, 64*128), nil)
	defer grey.Release()
	if found := look(t, n, 9, grey).Items; len(found) > 0 {
		t.Errorf("grey: %v", found)
	}
}
