package masksink

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// victim is set in a process that runs the script with one of the sets of outputs,
// goes on from the last snapshot, if there is one, and may be killed at any moment.
const victim = "MASKGRAPH_SINK_VICTIM"

// snapshotFile is where a victim keeps the number of packets that it has worked off
// and its snapshot: outside of the folder that it writes to.
const snapshotFile = "../snapshot"

func runVictim(outputs string) {
	if err := goOn(everything[outputs]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func goOn(cfg Config) error {
	n := newTestNode(cfg)
	n.resumable = true
	packets := script()
	done := 0
	if saved, err := os.ReadFile(snapshotFile); err == nil {
		count, state, _ := strings.Cut(string(saved), "\n")
		if done, err = strconv.Atoi(count); err != nil {
			return err
		}
		if err := n.Restore([]byte(state)); err != nil {
			return err
		}
	}
	for i, p := range packets[done:] {
		if _, err := n.Process(context.Background(), p); err != nil {
			return err
		}
		state, err := n.Snapshot()
		if err != nil {
			return err
		}
		if err := os.WriteFile(snapshotFile+".new", fmt.Appendf(nil, "%d\n%s", done+i+1, state), 0o600); err != nil {
			return err
		}
		if err := os.Rename(snapshotFile+".new", snapshotFile); err != nil {
			return err
		}
	}
	if err := n.Finish(context.Background()); err != nil {
		return err
	}
	return n.Close()
}

// calls change what lies on the disk.
const calls = "openat,write,pwrite64,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,ftruncate,fsync"

// TestKilledAtEverySystemCall kills a run before the first call that changes a file,
// before the second one and so on, and again while it goes on. MASKGRAPH_LONG=1 does
// not leave out any.
func TestKilledAtEverySystemCall(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	packets := script()
	defer releaseAll(packets)
	for _, outputs := range []string{"files of the run", "files of streams", "pictures", "documents of the run", "documents of streams"} {
		t.Run(outputs, func(t *testing.T) {
			want, _ := undisturbed(t, everything[outputs], packets)
			step := max(1, countCalls(t, strace, outputs)/12)
			if os.Getenv("MASKGRAPH_LONG") == "1" {
				step = 1
			}
			for at := 1; ; at += step {
				t.Chdir(newFolder(t))
				if victimOfCall(outputs, strace, at) == nil {
					t.Logf("%d calls of one thread, in steps of %d", at, step)
					break
				}
				_ = victimOfCall(outputs, strace, 1+at/2)
				if out, err := victimOf(outputs); err != nil {
					t.Errorf("call %d: %v: %s", at, err, out)
				}
				wantContents(t, want)
				if t.Failed() {
					t.Fatalf("killed before call %d", at)
				}
			}
		})
	}
}

// victimOfCall is a victim that dies before the call of that number in one thread.
func victimOfCall(outputs, strace string, number int) error {
	_, err := victimOf(outputs, strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace="+calls,
		"-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", calls, number))
	return err
}

// victimOf runs a victim, under another program if there is one.
func victimOf(outputs string, under ...string) (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	args := append(under, self)
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), victim+"="+outputs, "GOMAXPROCS=1")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func newFolder(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out")
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

var callLine = regexp.MustCompile(`(?m)^\d+ +[a-z0-9]+\(`)

// countCalls is about how often a run calls.
func countCalls(t *testing.T, strace, outputs string) int {
	t.Helper()
	t.Chdir(newFolder(t))
	if out, err := victimOf(outputs, strace, "-f", "-qq", "-o", "../trace", "-e", "trace="+calls); err != nil {
		t.Skipf("strace does not work here: %v: %s", err, out)
	}
	return len(callLine.FindAllString(string(read(t, "../trace")), -1))
}
