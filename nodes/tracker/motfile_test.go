package tracker

import (
	"bufio"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func readSequence(t *testing.T, dir string) (all []found, rate float64) {
	t.Helper()
	for _, line := range readLines(t, filepath.Join(dir, "seqinfo.ini")) {
		if v, ok := strings.CutPrefix(line, "frameRate="); ok {
			rate = number(t, v)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "det.txt")); err != nil {
		for _, line := range readLines(t, filepath.Join(dir, "det.txt.gz")) {
			all = append(all, readMask(t, strings.Fields(line)))
		}
	} else {
		for _, line := range readLines(t, filepath.Join(dir, "det.txt")) {
			all = append(all, readBox(t, strings.Split(line, ",")))
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return a.frame - b.frame })
	return all, rate
}

// readBox reads frame,id,x,y,width,height,score,…
func readBox(t *testing.T, p []string) found {
	x, y, w, h, score := number(t, p[2]), number(t, p[3]), number(t, p[4]), number(t, p[5]), number(t, p[6])
	return found{
		frame: int(number(t, p[0])),
		instance: nodes.Instance{
			Score: float32(score), Class: -1,
			Box: nodes.Box{X1: float32(x), Y1: float32(y), X2: float32(x + w), Y2: float32(y + h)},
		},
	}
}

// readMask reads frame id class height width counts.
func readMask(t *testing.T, p []string) found {
	w, h := int(number(t, p[4])), int(number(t, p[3]))
	m, err := nodes.MaskFromCOCORuns(w, h, cocoRuns(p[5]))
	if err != nil {
		t.Fatal(err)
	}
	return found{
		frame:    int(number(t, p[0])),
		instance: nodes.Instance{Score: 1, Class: int(number(t, p[2])), Box: m.Box(), Mask: m},
		rest:     strings.Join(p[2:], " "),
	}
}

// cocoRuns is the inverse of nodes.Mask.COCOCounts.
func cocoRuns(counts string) []uint32 {
	var runs []uint32
	for i := 0; i < len(counts); {
		var x int64
		for shift := 0; ; shift += 5 {
			c := int64(counts[i] - 48)
			i++
			x |= c & 0x1f << shift
			if c&0x20 == 0 {
				if c&0x10 != 0 {
					x |= -1 << (shift + 5)
				}
				break
			}
		}
		if n := len(runs); n > 2 {
			x += int64(runs[n-2])
		}
		runs = append(runs, uint32(x))
	}
	return runs
}

func readLines(t *testing.T, file string) []string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	var lines []string
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		lines = append(lines, strings.TrimSpace(s.Text()))
	}
	return lines
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
