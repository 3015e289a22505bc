package recorder

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestOnlyOurOldSegmentsAreRemoved(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a-2020-01-01T00-00-00.000Z.mp4", "of somebody else, with such a name")
	write("holiday.mp4", "of somebody else")
	cfg := Config{Path: dir + "/a.mp4", Keep: Keep{Files: 3}}
	n := opened(t, cfg)
	at := time.Duration(0)
	for ; at < 5*time.Second; at += 200 * time.Millisecond {
		record(t, n, grey(64, 48), at)
	}
	finish(t, n)
	wantFiles(t, dir, "a-2020-01-01T00-00-00.000Z.mp4", "a-2026-11-27T12-00-02.000Z.mp4", "a-2026-11-27T12-00-03.000Z.mp4", "a-2026-11-27T12-00-04.000Z.mp4", "holiday.mp4")
	if c := n.Report().Counters; c["segments"] != 5 || c["segments_removed"] != 2 {
		t.Errorf("got %v", c)
	}
	write("a-2026-11-27T12-00-02.000Z.mp4", "somebody has cut it")
	n = opened(t, cfg) // the next run knows what the first one wrote
	for ; at < 8*time.Second; at += 200 * time.Millisecond {
		record(t, n, grey(64, 48), at)
	}
	finish(t, n)
	wantFiles(t, dir, "a-2020-01-01T00-00-00.000Z.mp4", "a-2026-11-27T12-00-02.000Z.mp4",
		"a-2026-11-27T12-00-05.000Z.mp4", "a-2026-11-27T12-00-06.000Z.mp4", "a-2026-11-27T12-00-07.000Z.mp4", "holiday.mp4")
}

func TestSizeAndAgeOfWhatIsKept(t *testing.T) {
	// six is six segments of one size.
	six := func(t *testing.T, keep Keep, later time.Duration) (files int, bytes int64) {
		t.Helper()
		dir := t.TempDir()
		n := opened(t, Config{Path: dir + "/a.mp4", Keep: keep})
		for at := time.Duration(0); at < 6*time.Second; at += 250 * time.Millisecond {
			record(t, n, noise(160, 120, int(at)), at)
		}
		settled(t, n)
		n.recording.shelf.now = func() time.Time { return time.Now().Add(later) }
		finish(t, n)
		for _, name := range visible(t, dir) {
			info, err := os.Stat(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			files, bytes = files+1, bytes+info.Size()
		}
		return files, bytes
	}
	_, size := six(t, Keep{}, 0)
	for _, c := range []struct {
		name  string
		keep  Keep
		later time.Duration // what the clock says at the end
		want  int
	}{
		{"all", Keep{}, 100 * time.Hour, 6},
		{"by size", Keep{GB: float64(size) / 1e9 * 3.5 / 6}, 0, 3},
		{"limits that are not reached", Keep{GB: 1, Hours: 1, Files: 100}, 0, 6},
		{"by age", Keep{Hours: 1}, 2 * time.Hour, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, _ := six(t, c.keep, c.later); got != c.want {
				t.Errorf("%d files are left, want %d", got, c.want)
			}
		})
	}
}
