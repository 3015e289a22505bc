package masksink

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestPlacesThatCannotBeWritten(t *testing.T) {
	for _, c := range []struct {
		name string
		cfg  Config
		want string
	}{
		{"a file is in the way of a folder", Config{COCO: "file/c.json"}, "coco: file/c.json: cannot make its folder: mkdir file: not a directory"},
		{"a folder has the file's name", Config{Overlay: "folder.mp4"}, "overlay: folder.mp4: a folder has this name: choose another one"},
		{"a file has the folder's name", Config{Masks: "file"}, "masks: file: a file has this name: choose another one"},
		{"somebody's pictures", Config{Masks: "folder.mp4"}, "masks: folder.mp4: the folder holds files that are not from an earlier run, such as mine.png: choose a new folder"},
		{"a video that cannot be made", Config{Overlay: "dead.avi"}, "overlay: dead.avi: open .dead.part.avi.packets: no such file or directory"},
		{"a file that cannot be made", Config{JSONL: "dead.avi"}, "jsonl: dead.avi: open .dead.part.avi: no such file or directory"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			err := errors.Join(os.Symlink("no/where", ".dead.part.avi"), os.Symlink("no/where", ".dead.part.avi.packets"), os.WriteFile("file", nil, 0o644), os.Mkdir("folder.mp4", 0o755), os.WriteFile("folder.mp4/mine.png", nil, 0o644))
			if err != nil {
				t.Fatal(err)
			}
			n := newTestNode(c.cfg)
			got := process(t, n, packet("s", 0, noise(testWidth, testHeight, 0), two(0)))
			if got == nil || got.Error() != c.want {
				t.Errorf("got %v, want %s", got, c.want)
			}
			if err := n.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
			_, _ = os.Remove(".dead.part.avi"), os.Remove(".dead.part.avi.packets") // the sink took it for its own, or never saw it
			wantTree(t, ".", "file", "folder.mp4/mine.png")
		})
	}
}

// A link to /dev/full under the temporary name is a disk without room for a
// single byte.
func TestFullDisk(t *testing.T) {
	for _, c := range []struct {
		name, link string
		cfg        Config
		want       string
	}{
		{"coco", ".x.part.json", Config{COCO: "x.json"}, "coco: x.json: write .x.part.json: no space left on device"},
		{"jsonl", ".x.part", Config{JSONL: "x"}, "jsonl: x: write .x.part: no space left on device"},
		{"coco's images", ".x.part.json.side", Config{COCO: "x.json"}, "coco: x.json: write .x.part.json.side: no space left on device"},
		{"mp4", ".x.part.mp4.packets", Config{Overlay: "x.mp4"}, "overlay: x.mp4: write .x.part.mp4.packets: no space left on device"},
		{"mp4's container", ".x.part.mp4", Config{Overlay: "x.mp4"}, "overlay: x.mp4: making the video file: no space left on device"},
		{"mkv's container", ".x.part.mkv", Config{Overlay: "x.mkv"}, "overlay: x.mkv: making the video file: no space left on device"},
		{"webm's container", ".x.part.webm", Config{Overlay: "x.webm"}, "overlay: x.webm: making the video file: no space left on device"},
		{"avi's container", ".x.part.avi", Config{Overlay: "x.avi"}, "overlay: x.avi: making the video file: no space left on device"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := os.Symlink("/dev/full", c.link); err != nil {
				t.Fatal(err)
			}
			n := newTestNode(c.cfg)
			var err error
			for seq := 0; err == nil && seq < 3; seq++ {
				err = process(t, n, packet("s", seq, noise(testWidth, testHeight, seq), two(seq)))
			}
			if err == nil {
				err = n.Finish(t.Context())
			}
			if err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
			if err := n.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
			wantTree(t, ".")
		})
	}
}

// A small disk fills up in the middle of a video.
func TestDiskFillsUp(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=12m"); err != nil {
		t.Skipf("cannot mount a small disk, which root can: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	n := newTestNode(Config{Overlay: dir + "/o.mkv"})
	var err error
	frames := 0
	for ; err == nil && frames < 200; frames++ {
		err = process(t, n, packet("s", frames, noise(320, 240, frames), &nodes.Instances{}))
	}
	if err == nil || !strings.Contains(err.Error(), "/o.mkv: the disk is full (") {
		t.Errorf("after %d frames: %v", frames, err)
	}
	if err := n.Close(); err != nil {
		t.Errorf("what was written could not be saved: %v", err)
	}
	wantTree(t, dir, "o.incomplete.mkv")
	if got, err := countFrames(dir+"/o.incomplete.mkv", 320, 240); err != nil || got != frames-1 {
		t.Errorf("%d frames, %v", got, err)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, syscall.EPIPE }

func TestBrokenPipe(t *testing.T) {
	n := newNode(nodes.Env{}, Config{JSONL: "-"}, brokenPipe{})
	err := process(t, n, packet("s", 0, noise(testWidth, testHeight, 0), two(0)))
	if err == nil || err.Error() != "jsonl: broken pipe" {
		t.Errorf("got %v", err)
	}
	if err := n.Close(); err != nil {
		t.Error(err)
	}
}

// The name is taken while the file is written.
func TestNameThatIsTakenMeanwhile(t *testing.T) {
	t.Chdir(t.TempDir())
	n := newTestNode(Config{COCO: "c.json"})
	feed(t, n, "s", 1)
	if err := os.MkdirAll("c.json/x", 0o755); err != nil {
		t.Fatal(err)
	}
	want := "coco: c.json: it lies whole in .c.part.json, but could not get its name: rename .c.part.json c.json: file exists"
	if err := n.Finish(t.Context()); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	wantTree(t, ".", ".c.part.json")
}
