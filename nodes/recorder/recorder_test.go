package recorder

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestContract(t *testing.T) {
	t.Chdir(t.TempDir())
	var in []nodes.Packet
	for seq, f := range nodestest.Frames(t, 65, 48, 4) {
		in = append(in, nodestest.Packet(seq, nodestest.Ports{"frame": f, "instances": &nodes.Instances{}}))
	}
	nodestest.Check(t, Factory, `{path: 'rec/{stream}/{time}.mp4'}`, in...)
}

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		name, with string
		want       []string
	}{
		{"a path is enough", "path: a.mp4", nil},
		{"all", "{path: '{stream}/{time}.mkv', length: 300, keep: {files: 3, gb: 1.5, hours: 48}}", nil},
		{"none", "{}", []string{`g:1:1: with.path: must end in .mp4, .mkv or .webm, got ""`}},
		{"another placeholder", "path: 'a{frame}.mp4'", []string{"g:1:7: with.path: {frame} cannot stand here: want {stream} or {time}"}},
		{"a time in a folder", "path: '{time}/a.mp4'", []string{"g:1:7: with.path: {time} belongs into the file's name, not into a folder's"}},
		{"numbers", "{path: a.mp4, length: 0, keep: {gb: -1}}", []string{"g:1:23: with.length: must be in [1, 86400], got 0", "g:1:32: with.keep: limits must be 0 or more"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			nodestest.WantProblems(t, Factory, c.with, c.want)
		})
	}
}

// TestSegmentsHaveTheirTimes: names tell when the first frame was there, and the stamps
// in a file are those of the frames from then on.
func TestSegmentsHaveTheirTimes(t *testing.T) {
	for _, ext := range []string{".mp4", ".webm"} {
		t.Run(ext, func(t *testing.T) {
			dir := t.TempDir()
			n := opened(t, Config{Path: dir + "/{stream}-{time}" + ext})
			var all []time.Duration
			for at := 250 * time.Millisecond; at < 3*time.Second; at += time.Duration(30+len(all)%7*11) * time.Millisecond {
				all = append(all, at)
				record(t, n, grey(64, 48), at)
			}
			finish(t, n)
			names := visible(t, dir)
			if len(names) != 3 || names[0] != "street_1-2026-11-27T12-00-00.250Z"+ext {
				t.Fatalf("got %q", names)
			}
			for _, name := range names {
				start, err := time.Parse(timeForm, strings.TrimSuffix(strings.TrimPrefix(name, "street_1-"), ext))
				if err != nil {
					t.Fatal(err)
				}
				for i, at := range stamps(t, filepath.Join(dir, name)) {
					want := all[0]
					all = all[1:]
					if got := start.Sub(noon) + at; got < want-time.Millisecond || got > want+time.Millisecond {
						t.Errorf("%s frame %d: at %v, want %v", name, i, got, want)
					}
				}
			}
			if len(all) > 0 {
				t.Errorf("%d frames are missing", len(all))
			}
			if c := n.Report().Counters; c["segments"] != 3 || len(n.Report().Files) != 3 || c["frames_not_recorded"] != 0 {
				t.Errorf("got %+v", n.Report())
			}
		})
	}
}

func TestAnotherSizeIsAnotherSegment(t *testing.T) {
	dir := t.TempDir()
	n := opened(t, Config{Path: dir + "/a.mp4", Length: 100})
	for i, width := range []int{64, 64, 96, 96, 64} {
		record(t, n, grey(width, 48), time.Duration(i)*time.Second)
	}
	finish(t, n)
	wantFiles(t, dir, "a-2026-11-27T12-00-00.000Z.mp4", "a-2026-11-27T12-00-02.000Z.mp4", "a-2026-11-27T12-00-04.000Z.mp4")
}

func TestTwoRunsDoNotShareAPath(t *testing.T) {
	dir := t.TempDir()
	n := opened(t, Config{Path: dir + "/a.mp4"})
	record(t, n, grey(64, 48), 0)
	other := opened(t, Config{Path: dir + "/a.mp4"})
	p := nodes.Packet{Stamp: nodes.Stamp{Stream: "s"}}
	f := grey(64, 48)
	defer f.Release()
	p.Put("frame", f)
	if _, err := other.Process(t.Context(), p); err == nil || err.Error() != "path: "+dir+"/a-{time}.mp4: another run records there: choose another path, or put {stream} in it" {
		t.Errorf("got %v", err)
	}
	finish(t, n)
	record(t, other, grey(64, 48), time.Second)
	finish(t, other)
	wantFiles(t, dir, "a-2026-11-27T12-00-00.000Z.mp4", "a-2026-11-27T12-00-01.000Z.mp4")
}

func TestAFolderThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/file", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	n := opened(t, Config{Path: dir + "/file/a.mp4"})
	p := nodes.Packet{Stamp: nodes.Stamp{Stream: "s"}}
	f := grey(64, 48)
	defer f.Release()
	p.Put("frame", f)
	if _, err := n.Process(t.Context(), p); err == nil || !strings.HasPrefix(err.Error(), "path: cannot make its folder: mkdir "+dir+"/file: not a directory") {
		t.Errorf("got %v", err)
	}
}
