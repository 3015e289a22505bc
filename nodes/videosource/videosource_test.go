package videosource

import (
	"context"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/nodes/videosource/scene"
)

// config is what a graph file gives that says only this.
func config(uri string, change ...func(*Config)) Config {
	cfg := defaults
	cfg.URI = uri
	for _, c := range change {
		c(&cfg)
	}
	return cfg
}

type seen struct {
	nodes.Stamp
	width, height int
}

// readAll opens a source, reads it to its end and closes it.
func readAll(t testing.TB, cfg Config) ([]seen, nodes.Report, error) {
	t.Helper()
	n, err := open(context.Background(), testEnv(t), cfg)
	if err != nil {
		return nil, nodes.Report{}, err
	}
	defer n.Close()
	var all []seen
	for {
		p, err := n.Process(context.Background(), nodes.Packet{})
		if err == io.EOF {
			return all, n.(nodes.Reporter).Report(), nil
		}
		if err != nil {
			return all, n.(nodes.Reporter).Report(), err
		}
		f := p.Frame("frame")
		all = append(all, seen{p.Stamp, f.Width, f.Height})
		p.Release()
	}
}

func TestVideoFile(t *testing.T) {
	for _, kind := range []struct{ name, file, codec string }{
		{"H.264 in MP4", "street.mp4", "avc1"},
		{"MJPEG in AVI", "street.avi", "MJPG"},
		{"FFV1 in MKV", "street.mkv", "FFV1"},
	} {
		path := makeVideo(t, kind.file, kind.codec, 40)
		for _, tc := range []struct {
			name        string
			change      func(*Config)
			frames      int
			first, last time.Duration
			size        [2]int
		}{
			{"all", func(*Config) {}, 40, 0, 1950 * time.Millisecond, [2]int{320, 240}},
			{"from start to end", func(c *Config) { c.Start, c.End = 0.5, 1 }, 10, 500 * time.Millisecond, 950 * time.Millisecond, [2]int{320, 240}},
			{"every third", func(c *Config) { c.Every = 3 }, 14, 0, 1950 * time.Millisecond, [2]int{320, 240}},
			{"at most five", func(c *Config) { c.MaxFrames = 5 }, 5, 0, 200 * time.Millisecond, [2]int{320, 240}},
			{"resized by width", func(c *Config) { c.Resize.Width = 160 }, 40, 0, 1950 * time.Millisecond, [2]int{160, 120}},
			{"resized to a shape", func(c *Config) { c.Resize = Resize{200, 200} }, 40, 0, 1950 * time.Millisecond, [2]int{200, 200}},
		} {
			t.Run(kind.name+" "+tc.name, func(t *testing.T) {
				all, report, err := readAll(t, config(path, tc.change))
				if err != nil || len(report.Warnings) > 0 {
					t.Fatalf("error %v, warnings %q", err, report.Warnings)
				}
				if len(all) != tc.frames {
					t.Fatalf("got %d frames, want %d", len(all), tc.frames)
				}
				near(t, "first PTS", all[0].PTS, tc.first)
				near(t, "last PTS", all[len(all)-1].PTS, tc.last)
				for i, s := range all {
					if s.Seq != uint64(i) || s.Stream != "street" || s.width != tc.size[0] || s.height != tc.size[1] {
						t.Fatalf("frame %d: %+v", i, s)
					}
					if i > 0 && s.PTS <= all[i-1].PTS {
						t.Fatalf("PTS does not rise at frame %d: %v", i, s.PTS)
					}
				}
			})
		}
	}
}

func near(t *testing.T, what string, got, want time.Duration) {
	t.Helper()
	if d := got - want; d.Abs() > 2*time.Millisecond {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestFramesPromised(t *testing.T) {
	path := makeVideo(t, "v.mp4", "avc1", 40)
	for name, tc := range map[string]struct {
		change func(*Config)
		want   int
	}{
		"all":         {func(*Config) {}, 40},
		"every third": {func(c *Config) { c.Every = 3 }, 13},
		"cut":         {func(c *Config) { c.Start, c.End = 0.5, 1 }, 10},
		"at most":     {func(c *Config) { c.MaxFrames = 7 }, 7},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := open(context.Background(), testEnv(t), config(path, tc.change))
			if err != nil {
				t.Fatal(err)
			}
			defer n.Close()
			if got := n.(nodes.Source).Frames(); got != tc.want {
				t.Errorf("got %d, want %d", got, tc.want)
			}
		})
	}
}

func TestStartByKeyFrame(t *testing.T) {
	path := makeVideo(t, "long.mp4", "avc1", 400) // 20 s
	all, _, err := readAll(t, config(path, func(c *Config) { c.Start, c.End = 15, 16 }))
	if err != nil || len(all) != 20 {
		t.Fatalf("got %d frames and %v, want 20", len(all), err)
	}
	near(t, "first PTS", all[0].PTS, 15*time.Second)
}

func TestFoldersGlobsAndPictures(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "walk")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"10.png", "9.jpg", "100.jpg"} {
		makePicture(t, filepath.Join(dir, name), 40+i, 30)
	}
	write(t, filepath.Join(dir, "notes.txt"), "not a picture")
	videos := t.TempDir()
	for _, name := range []string{"b.avi", "a.avi"} {
		data, err := os.ReadFile(makeVideo(t, name, "MJPG", 3))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(videos, name), string(data))
	}
	for _, tc := range []struct {
		name, uri string
		want      string // stream/file of every frame
	}{
		{"folder of pictures in natural order", dir, "walk/9.jpg walk/10.png walk/100.jpg"},
		{"glob", filepath.Join(dir, "*.jpg"), "walk/9.jpg walk/100.jpg"},
		{"one picture", filepath.Join(dir, "10.png"), "10/10.png"},
		{"folder of videos", videos, "a/ a/ a/ b/ b/ b/"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			all, _, err := readAll(t, config(tc.uri))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range all {
				got = append(got, s.Stream+"/"+s.File)
			}
			if strings.Join(got, " ") != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestBadInput(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "empty.mp4"), "")
	write(t, filepath.Join(dir, "text.mp4"), "Dear video,\nyou are a text.\n")
	write(t, filepath.Join(dir, "noise.mp4"), strings.Repeat("\x00\xff\x13\x07", 5000))
	write(t, filepath.Join(dir, "noise.jpg"), strings.Repeat("\x00\xff\x13\x07", 500))
	if err := os.MkdirAll(filepath.Join(dir, "nothing"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, uri, want string }{
		{"missing", "gone.mp4", "stat DIR/gone.mp4: no such file or directory"},
		{"zero bytes", "empty.mp4", "DIR/empty.mp4: is empty (0 bytes)"},
		{"text", "text.mp4", "DIR/text.mp4: is a text file, not a video"},
		{"noise", "noise.mp4", "DIR/noise.mp4: is no video that FFmpeg can read (damaged, or not a video)"},
		{"noisy picture", "noise.jpg", "DIR/noise.jpg: is no picture that OpenCV can read"},
		{"empty folder", "nothing", "DIR/nothing: the folder holds no video and no picture"},
		{"glob of nothing", "*.mkv", "DIR/*.mkv: no file matches"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := readAll(t, config(filepath.Join(dir, tc.uri)))
			if err == nil || strings.ReplaceAll(err.Error(), dir, "DIR") != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
	for _, tc := range []struct{ name, uri, want string }{
		{"scene", "synthetic:640x480?frams=3", `synthetic:640x480?frams=3: unknown setting "frams" (have frames, objects, fps, seed, live)`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := readAll(t, config(tc.uri))
			if err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

func TestDamagedVideoGivesWhatCanBeRead(t *testing.T) {
	whole, err := os.ReadFile(makeVideo(t, "v.avi", "MJPG", 60))
	if err != nil {
		t.Fatal(err)
	}
	garbage := append(whole[:len(whole)/2:len(whole)/2], []byte(strings.Repeat("garbage", 3000))...)
	path := filepath.Join(t.TempDir(), "cut.avi")
	write(t, path, string(garbage))
	all, report, err := readAll(t, config(path))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 || len(all) > 40 {
		t.Errorf("got %d of 60 frames from half a file", len(all))
	}
	if len(report.Warnings) != 1 || !strings.Contains(report.Warnings[0], "damaged or cut off") {
		t.Errorf("warnings: %q", report.Warnings)
	}
}

func TestBadVideoInAFolderIsSkipped(t *testing.T) {
	dir := t.TempDir()
	data, err := os.ReadFile(makeVideo(t, "good.avi", "MJPG", 3))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "good.avi"), string(data))
	write(t, filepath.Join(dir, "bad.avi"), "")
	all, report, err := readAll(t, config(dir))
	if err != nil || len(all) != 3 {
		t.Fatalf("got %d frames and %v, want 3", len(all), err)
	}
	if len(report.Warnings) != 1 || !strings.HasSuffix(report.Warnings[0], "bad.avi: is empty (0 bytes) (skipped)") {
		t.Errorf("warnings: %q", report.Warnings)
	}
}

func TestStartBehindTheEnd(t *testing.T) {
	path := makeVideo(t, "v.avi", "MJPG", 10)
	_, _, err := readAll(t, config(path, func(c *Config) { c.Start = 3 }))
	if want := "v: gave no frame; is start (3s) behind its end?"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestCancelledWhileReading(t *testing.T) {
	n, err := open(context.Background(), testEnv(t), config("synthetic:64x64"))
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := n.Process(ctx, nodes.Packet{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestClock(t *testing.T) {
	ms := time.Millisecond
	var c clock
	for i, tc := range []struct {
		pts, want time.Duration
		estimated bool
	}{
		{0, 0, false},
		{40 * ms, 40 * ms, false},
		{80 * ms, 80 * ms, false},
		{0, 120 * ms, true},
		{0, 160 * ms, true},
		{200 * ms, 200 * ms, false},
		{200 * ms, 240 * ms, true},
	} {
		if at, estimated := c.tick(tc.pts); at != tc.want || estimated != tc.estimated {
			t.Errorf("tick %d: got %v %v, want %v %v", i, at, estimated, tc.want, tc.estimated)
		}
	}
}

func TestSyntheticTruthMatchesPixels(t *testing.T) {
	s, err := scene.Parse("synthetic:200x150?objects=4&seed=9")
	if err != nil {
		t.Fatal(err)
	}
	for _, frame := range []int{0, 17, 300} {
		pix := s.Pixels(frame)
		for _, inst := range s.Truth(frame).Items {
			want := -1
			for sp := range inst.Mask.Spans() {
				for y := sp.Y1; y < sp.Y2; y++ {
					at := 3 * (y*s.Width + sp.X)
					colour := int(pix[at])<<16 | int(pix[at+1])<<8 | int(pix[at+2])
					if want < 0 {
						want = colour
					}
					if colour != want {
						t.Fatalf("frame %d, object %d: two colours under one mask", frame, inst.Track)
					}
				}
			}
			if math.Abs(float64(inst.Box.Area())) == 0 {
				t.Errorf("frame %d, object %d: empty box", frame, inst.Track)
			}
		}
	}
}

// TestDecodesIntoGivenMemory: frames of a video are decoded straight into the
// memory that the host gives, but for the first, whose size nobody knows yet.
func TestDecodesIntoGivenMemory(t *testing.T) {
	env := testEnv(t)
	given := map[*byte]bool{}
	env.NewFrame = func(w, h int, format nodes.PixelFormat) (*nodes.Frame, error) {
		f := nodes.NewFrame(w, h, format, make([]byte, w*h*format.Channels()), nil)
		given[&f.Pix[0]] = true
		return f, nil
	}
	n, err := open(context.Background(), env, config(makeVideo(t, "v.mp4", "avc1", 10)))
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	for i := range 10 {
		p, err := n.Process(context.Background(), nodes.Packet{})
		if err != nil {
			t.Fatal(err)
		}
		if f := p.Frame("frame"); i > 0 && !given[&f.Pix[0]] {
			t.Errorf("frame %d lies elsewhere", i)
		}
		p.Release()
	}
	if len(given) != 9 {
		t.Errorf("%d frames were asked for, want 9", len(given))
	}
}

func TestConformance(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.png", "b.png"} {
		makePicture(t, filepath.Join(dir, name), 40, 30)
	}
	for name, settings := range map[string]string{
		"a file":   "{uri: " + makeVideo(t, "v.mp4", "avc1", 12) + ", every: 2, start: 0.1}",
		"pictures": "{uri: " + dir + "}",
		"a scene":  "{uri: 'synthetic:64x48?frames=5', resize: {width: 32}}",
	} {
		t.Run(name, func(t *testing.T) { nodestest.Check(t, Factory, settings) })
	}
}

// TestResume: a source that is restored at any frame, in any clip, gives the rest.
func TestResume(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.avi", "b.avi"} {
		data, err := os.ReadFile(makeVideo(t, name, "MJPG", 6))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), string(data))
	}
	cfg := config(dir, func(c *Config) { c.Every, c.Start = 2, 0.05 })
	all, _, err := readAll(t, cfg)
	if err != nil {
		t.Fatal(err)
	}
	for stop := range len(all) + 1 {
		state := stateAfter(t, cfg, stop)
		second, err := open(context.Background(), testEnv(t), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if err := second.(nodes.Snapshotter).Restore(state); err != nil {
			t.Fatal(err)
		}
		for i := stop; ; i++ {
			p, err := second.Process(context.Background(), nodes.Packet{})
			if err == io.EOF && i == len(all) {
				break
			}
			if err != nil || p.Stamp != all[i].Stamp {
				t.Fatalf("after %d frames, frame %d: %v, %v, want %v", stop, i, p.Stamp, err, all[i].Stamp)
			}
			p.Release()
		}
		_ = second.Close()
	}
}

// stateAfter is a snapshot of a source that has given so many frames.
func stateAfter(t *testing.T, cfg Config, frames int) []byte {
	t.Helper()
	n, err := open(context.Background(), testEnv(t), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	for range frames {
		p, err := n.Process(context.Background(), nodes.Packet{})
		if err != nil {
			t.Fatal(err)
		}
		p.Release()
	}
	state, err := n.(nodes.Snapshotter).Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return state
}
