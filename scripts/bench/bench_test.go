package main

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// measured is a bench of two rivals on one workload.
func measured() *bench {
	b := &bench{
		rivals: []rival{{Name: "bare loop", About: "the floor", floor: true}, {Name: "graph", About: "ours"}, {Name: "Node.js", Missing: "there is no node"}},
		work:   []workload{{Name: "<clip>", first: make([][4]float32, 3)}},
	}
	for round, t := range []struct{ floor, graph float64 }{{10, 5}, {20, 16}, {30, 10}} {
		b.results.add("<clip>", "bare loop", round, turn{Seconds: t.floor, Frames: 10})
		b.results.add("<clip>", "graph", round, turn{Seconds: t.graph, Frames: 10, Area: 7, PeakMB: 100 * float64(round)})
	}
	return b
}

// TestSummary: ratios are taken within rounds, before the median.
func TestSummary(t *testing.T) {
	b := measured()
	s, ok := b.results.summary("<clip>", "graph", "bare loop")
	if !ok || s.FPS != 1 || s.Ratio != 2 || s.PeakMB != 200 || s.Area != 7 {
		t.Errorf("got %+v, %t", s, ok)
	}
	if _, ok := b.results.summary("<clip>", "Node.js", "bare loop"); ok {
		t.Error("who was left out has a summary")
	}
}

func TestForms(t *testing.T) {
	b := measured()
	b.results.Micro = []micro{{"Hop", 9000, "p50-ns"}, {"Hop", 4, "allocs/op"}, {"Mask", 1.75, "ms"}}
	table := b.markdown()
	for _, want := range []string{"| graph | 1.00 (2.00) | 200 MB |", "| Node.js | left out: there is no node |", "| bare loop | 0.50 (1.00) | 0 MB |", "| Hop | 9000 p50-ns, 4 allocs/op |\n| Mask | 1.75 ms |\n"} {
		if !strings.Contains(table, want) {
			t.Errorf("%q is not in\n%s", want, table)
		}
	}
	d := xml.NewDecoder(strings.NewReader(b.plot()))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the plot is no XML: %v", err)
		}
	}
}

// TestMemory: what a process and its children hold counts.
func TestMemory(t *testing.T) {
	tree := processes{{1, 0}, {2, 1}, {3, 2}, {4, 1}, {5, 9}}
	if got := tree.below(2); !slices.Equal(got, []int{2, 3}) {
		t.Errorf("below 2: %v", got)
	}
	if got := tree.below(1); !slices.Equal(got, []int{1, 2, 4, 3}) {
		t.Errorf("below 1: %v", got)
	}
	if _, err := os.Stat("/proc/self/smaps_rollup"); err != nil {
		t.Skip("this system does not tell")
	}
	if mb := memoryMB(os.Getpid()); mb < 1 || mb > 4096 {
		t.Errorf("this test holds %.1f MB", mb)
	}
}

func TestStart(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip(err)
	}
	said, _, err := start(t.Context(), "sh", "-c", `echo noise; echo '{"seconds": 2, "frames": 3, "masks": 4, "area": 5}'`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := readSaid("", said)
	if err != nil || math.Abs(got.Seconds-2) > 0 || got.Frames != 3 || got.Masks != 4 || got.Area != 5 {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, _, err := start(t.Context(), "sh", "-c", "echo why >&2; exit 3"); err == nil || err.Error() != "sh: exit status 3: why" {
		t.Errorf("got %v", err)
	}
}
