package masksink

import (
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestMemoryOfLongRuns: with all outputs on, 20 objects a frame, memory does not grow
// with the frames. MASKGRAPH_LONG=1 runs 10,000 of them.
func TestMemoryOfLongRuns(t *testing.T) {
	frames := 250
	if os.Getenv("MASKGRAPH_LONG") == "1" {
		frames = 10_000
	}
	t.Chdir(t.TempDir())
	n := newTestNode(Config{
		Overlay: "o.mp4", Exact: "e.mkv", Masks: "masks", JSONL: "o.jsonl", COCO: "coco.json", COCOResults: "results.json", YTVIS: "ytvis.json",
		MOTS: "mots.txt", MOTSPNG: "mots", MOT: "mot.txt", YOLO: "yolo", LabelStudio: "ls.json", CVAT: "cvat.xml", CVATVideo: "video.xml",
		CSV: "tracks.csv", Cutouts: Cutouts{Folder: "cut", Every: 50, MinArea: 100, Margin: 4},
	})
	start, early := time.Now(), 0
	for seq := range frames {
		if err := process(t, n, packet("s", seq, gradient(640, 480, seq), crowd(640, 480, seq))); err != nil {
			t.Fatal(err)
		}
		if seq == 200 {
			early = peakMiB(t)
		}
	}
	written := time.Since(start)
	finish(t, n)
	t.Logf("%d frames: %.1f ms each and %v for the ends; peak memory %d MiB after 200 frames, %d MiB at the end",
		frames, written.Seconds()*1000/float64(frames), time.Since(start)-written, early, peakMiB(t))
	if got := peakMiB(t); got > 300 {
		t.Errorf("%d MiB, want 300 at most", got)
	}
}

// crowd are 20 tracked blobs that move, one of which is a new track every 25 frames.
func crowd(width, height, seq int) *nodes.Instances {
	found := &nodes.Instances{Width: width, Height: height}
	for i := range 20 {
		track := i + 1
		if i == 0 {
			track = 100 + seq/25
		}
		m := ellipse((i*83+seq*(1+i%3))%(width-60), (i*47+seq*(1+i%2))%(height-50), 24+i, 30+i)
		found.Items = append(found.Items, nodes.Instance{
			Box: m.Box(), Mask: m, Score: 0.5 + float32(i)/50, Track: track, Label: []string{"person", "car", "dog"}[i%3],
		})
	}
	return found
}

// gradient is a picture that moves and that codecs make small.
func gradient(width, height, seq int) *nodes.Frame {
	pix := make([]byte, 3*width*height)
	for y := range height {
		for x := range width {
			i := 3 * (y*width + x)
			pix[i], pix[i+1], pix[i+2] = byte(x/3+seq), byte(y/2), byte((x+y)/5+seq/2)
		}
	}
	return nodes.NewFrame(width, height, nodes.BGR8, pix, nil)
}

var highWater = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peakMiB is the process's peak resident memory.
func peakMiB(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("no /proc here: ", err)
	}
	kib, err := strconv.Atoi(string(highWater.FindSubmatch(status)[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kib >> 10
}
