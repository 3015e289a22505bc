package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sureTracks makes every good detection a track at once, whatever the defaults are.
var sureTracks = []string{"--set", "min_hits=1", "--set", "smooth=false"}

// twoWalkers is a file of two things that move to the right on frames 2 to 6; frame
// 4 is empty.
func twoWalkers() string {
	var text strings.Builder
	for _, f := range []int{2, 3, 5, 6} {
		fmt.Fprintf(&text, "%d,-1,%d,20,40,80.5,0.9,-1,-1,-1\n%[1]d,-1,%[2]d,200,40,80.5,0.875,-1,-1,-1\n", f, 100+2*f)
	}
	return text.String()
}

func tracked(text string) string {
	text = strings.ReplaceAll(text, ",20,40,", ",20,40_")
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		id := "2"
		if strings.Contains(line, "_") {
			id = "1"
		}
		lines[i] = strings.ReplaceAll(strings.Replace(line, "-1", id, 1), "_", ",")
	}
	return strings.Join(lines, "")
}

func makeFolder(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(path, 0o755); err != nil {
		t.Fatal(err)
	}
}

func TestTrackBoxes(t *testing.T) {
	dir := t.TempDir()
	det := writeFile(t, dir, "det.txt", twoWalkers())
	out := filepath.Join(dir, "results", "out.txt")
	_, stderr, code := run(t, append([]string{"track", det, "-o", out}, sureTracks...)...)
	if want := det + ": 8 MOT boxes, frames 1 to 6, 30 a second (nobody says more: set --fps)\n"; code != 0 || stderr != want {
		t.Fatalf("code %d, stderr %s, want %s", code, stderr, want)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if want := tracked(twoWalkers()); string(got) != want {
		t.Errorf("got\n%s, want\n%s", got, want)
	}
	if left, err := os.ReadDir(filepath.Dir(out)); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	again, _, code := run(t, append([]string{"track", det}, sureTracks...)...)
	if code != 0 || again != string(got) {
		t.Errorf("on standard output: code %d\n%s", code, again)
	}
}

func TestTrackRate(t *testing.T) {
	dir := t.TempDir()
	makeFolder(t, filepath.Join(dir, "det"))
	info := writeFile(t, dir, "seqinfo.ini", "[Sequence]\nframeRate=14\n[Score]\nfirstFrame=2\n")
	det := writeFile(t, dir, "det/det.txt", twoWalkers())
	for _, tc := range []struct {
		name   string
		args   []string
		stderr string
		frames string
	}{
		{"of seqinfo.ini", nil, "frames 2 to 6, 14 a second (" + filepath.Join(dir, "det", "..", "seqinfo.ini") + ")\n", "2 2 3 3 5 5 6 6"},
		{"given", []string{"--fps", "12.5"}, "frames 2 to 6, 12.5 a second (--fps)\n", "2 2 3 3 5 5 6 6"},
		{"every third", []string{"--stride", "3"}, "(" + info + ")\n", "2 2 5 5"},
		{"every third from 3", []string{"--stride", "3", "--first", "3"}, "frames 3 to 6", "3 3 6 6"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			stdout, stderr, code := run(t, append(append([]string{"track", det}, sureTracks...), tc.args...)...)
			var frames []string
			for line := range strings.Lines(stdout) {
				frame, _, _ := strings.Cut(line, ",")
				frames = append(frames, frame)
			}
			if code != 0 || !strings.Contains(stderr, tc.stderr) || strings.Join(frames, " ") != tc.frames {
				t.Errorf("code %d, frames %v\n%s", code, frames, stderr)
			}
		})
	}
}

// TestTrackMasks: identities have their class in front, and no pixel is in two masks.
func TestTrackMasks(t *testing.T) {
	dir := t.TempDir()
	// 8x4 pixels: columns 1 to 3 and 3 to 5; the first of equal scores keeps column 3.
	det := writeFile(t, dir, "det.txt", "0 -1 1 4 8 4<`0\n0 -1 2 4 8 <<8\n0 10000 10 4 8 h08\n1 -1 1 4 8 4<`0\n")
	stdout, stderr, code := run(t, append([]string{"track", det, "--fps", "10"}, sureTracks...)...)
	want := "0 1001 1 4 8 4<`0\n0 2002 2 4 8 `088\n1 1001 1 4 8 4<`0\n"
	if code != 0 || stdout != want || stderr != det+": 4 MOTS masks, frames 0 to 1, 10 a second (--fps)\n" {
		t.Errorf("code %d, got\n%s, want\n%s%s", code, stdout, want, stderr)
	}
}

func TestTrackStandardInput(t *testing.T) {
	cmd := maskgraph(t, append([]string{"track", "-"}, sureTracks...)...)
	cmd.Stdin = strings.NewReader(twoWalkers())
	out, err := cmd.Output()
	if err != nil || string(out) != tracked(twoWalkers()) {
		t.Errorf("got %v\n%s", err, out)
	}
	cmd = maskgraph(t, "track", "-")
	out, err = cmd.Output() // nothing found: nothing to track
	if err != nil || len(out) != 0 {
		t.Errorf("of nothing: got %v\n%s", err, out)
	}
}
