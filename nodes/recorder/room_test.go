package recorder

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// small mounts a small disk.
func small(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("cannot mount a small disk, which root can: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestFullDiskDoesNotEndTheRun(t *testing.T) {
	dir := small(t, "22m")
	n := opened(t, Config{Path: dir + "/a.mp4"})
	later := time.Duration(0)
	at := time.Duration(0)
	run := func(count int) {
		t.Helper()
		for range count {
			record(t, n, noise(640, 480, int(at)), at)
			at += 100 * time.Millisecond
			n.recording.now = func() time.Time { return time.Now().Add(later) }
		}
	}
	run(200)
	missed := n.counts.missed
	if missed == 0 || missed == 200 {
		t.Fatalf("%d of 200 frames were missed", missed)
	}
	if got := n.Report().Warnings; len(got) != 1 || !strings.Contains(got[0], " frames were not recorded: the disk is full (") {
		t.Errorf("got %q", got)
	}
	settled(t, n)
	if got := frames(t, dir); got != int(200-missed) {
		t.Errorf("%d frames are there, want %d", got, 200-missed)
	}
	for _, name := range visible(t, dir) { // somebody makes room
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	later = retryAfter + time.Second
	run(1)
	later *= 2
	run(20)
	finish(t, n)
	if got := frames(t, dir); got < 20 {
		t.Errorf("%d frames were recorded when there was room again", got)
	}
}

func TestOldSegmentsMakeRoomIfTheyMay(t *testing.T) {
	dir := small(t, "22m")
	n := opened(t, Config{Path: dir + "/a.mp4", Keep: Keep{Hours: 1000}})
	for i := range 150 {
		at := time.Duration(i) * 100 * time.Millisecond
		record(t, n, noise(640, 480, i), at)
		if i%10 == 9 {
			settled(t, n)
		}
	}
	finish(t, n)
	c := n.Report().Counters
	if c["frames"] != 150 || c["frames_not_recorded"] != 0 || c["segments_removed"] == 0 {
		t.Errorf("got %v", c)
	}
	t.Logf("%v, %d files", c, len(visible(t, dir)))
}

func TestAFolderThatIsRemovedIsMadeAgain(t *testing.T) {
	dir := t.TempDir() + "/rec"
	n := opened(t, Config{Path: dir + "/a.mp4"})
	later := time.Duration(0)
	for i := range 60 {
		record(t, n, grey(64, 48), time.Duration(i)*100*time.Millisecond)
		if i == 25 {
			settled(t, n)
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}
		later += time.Second
		n.recording.now = func() time.Time { return time.Now().Add(later) }
	}
	finish(t, n)
	if got := frames(t, dir); got < 20 {
		t.Errorf("%d frames were recorded afterwards", got)
	}
}
