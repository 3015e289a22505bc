package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTrackMistakes(t *testing.T) {
	dir := t.TempDir()
	good := writeFile(t, dir, "good.txt", twoWalkers())
	bad := writeFile(t, dir, "bad.txt", "1,-1,5,5,10,10,0.5\n1,-1,5,5,10,ten,0.5\n")
	for _, tc := range []struct {
		name   string
		args   []string
		code   int
		stderr string
	}{
		{"bad line", []string{bad}, 1, bad + `:2: h: want a number, got "ten"` + "\n"},
		{"no file", []string{dir + "/gone.txt"}, 1, "open " + dir + "/gone.txt: no such file or directory\n"},
		{"no argument", nil, 2, "maskgraph track: accepts 1 arg(s), received 0; usage: maskgraph track DETECTIONS [flags]\n"},
		{"rate", []string{good, "--fps", "-1"}, 2, "maskgraph track: --fps: want frames a second, from 0.01 to 1000000, got -1\n"},
		{"stride", []string{good, "--stride", "0"}, 2, "maskgraph track: --stride: must be at least 1, got 0\n"},
		{"form of a setting", []string{good, "--set", "max_age"}, 2, "--set max_age: want NAME=VALUE, a setting of the Tracker\n"},
		{"no name of a setting", []string{good, "--set", "=2"}, 2, "--set =2: want NAME=VALUE, a setting of the Tracker\n"},
		{"value of a setting", []string{good, "--set", "min_hits=some"}, 2, "--set: Tracker.min_hits: want a whole number, got \"some\"\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			out := filepath.Join(dir, "out.txt")
			_, stderr, code := run(t, append(append([]string{"track"}, tc.args...), "-o", out)...)
			if code != tc.code || stderr != tc.stderr {
				t.Errorf("code %d, want %d\ngot  %swant %s", code, tc.code, stderr, tc.stderr)
			}
			if left, err := filepath.Glob(out + "*"); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
	_, stderr, code := run(t, "track", good, "--set", "max_aeg=2")
	if code != 2 || !strings.HasPrefix(stderr, "--set: Tracker.max_aeg: unknown setting (have ") || !strings.HasSuffix(stderr, "; did you mean max_age?\n") {
		t.Errorf("code %d, %s", code, stderr)
	}
}

func TestWriteWhole(t *testing.T) {
	dir := t.TempDir()
	text := func(w io.Writer) error { _, err := io.WriteString(w, "text"); return err }
	fails := func(io.Writer) error { return errors.New("no more ideas") }
	if err := writeWhole(os.DevNull, text); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s is %v, %v", os.DevNull, info.Mode(), err)
	}
	path := writeFile(t, dir, "out.txt", "before")
	if err := writeWhole(path, fails); err == nil || err.Error() != "no more ideas" {
		t.Errorf("got %v", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "before" {
		t.Errorf("after a failure: %q, %v", got, err)
	}
	if err := writeWhole(path, text); err != nil {
		t.Error(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "text" {
		t.Errorf("got %q, %v", got, err)
	}
	if err := writeWhole(dir, text); err == nil {
		t.Error("a folder was overwritten")
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), "*.part")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
