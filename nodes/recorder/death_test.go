package recorder

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

// victim is set in a process that records to that path until it is killed, and says the
// number of each frame when it has been recorded.
const victim = "MASKGRAPH_RECORDER_VICTIM"

func recordForEver(path string) {
	n := &node{cfg: Config{Path: path, Length: 1, Draw: draw.Default()}, log: slog.New(slog.DiscardHandler)}
	for i := 0; ; i++ {
		f := noise(160, 120, i)
		p := nodes.Packet{Stamp: nodes.Stamp{Stream: "s", PTS: time.Duration(i) * 40 * time.Millisecond}}
		p.Put("frame", f)
		if _, err := n.Process(context.Background(), p); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		f.Release()
		fmt.Println(i + 1)
	}
}

// TestKilled: nothing that was recorded is lost, wherever the death came, and all files
// there are can be played.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	recorded, torn := 0, 0
	for round := range 8 {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), victim+"="+dir+"/a.mp4")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := bufio.NewScanner(out)
		for i := 0; i < 20+37*round && said.Scan(); i++ {
		}
		_ = cmd.Process.Signal(syscall.SIGKILL)
		last, _ := strconv.Atoi(said.Text())
		for said.Scan() { // what it said before it died
			if n, err := strconv.Atoi(said.Text()); err == nil {
				last = n
			}
		}
		_ = cmd.Wait()
		recorded += last
		torn++
		frames(t, dir) // fails if one cannot be read
	}
	n := opened(t, Config{Path: dir + "/a.mp4"})
	record(t, n, grey(64, 48), 0) // the next run makes files of all that was left
	finish(t, n)
	got := frames(t, dir) - 1
	if got < recorded || got > recorded+torn {
		t.Errorf("%d frames are there, %d were recorded", got, recorded)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".a-segments", "*.mp4*")); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
	t.Logf("%d frames in %d files, %d deaths", got, len(visible(t, dir)), torn)
}
