package formats_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/formats"
)

// blob is a shape with edges of every direction, a hole and, if it is large, a
// second part.
func blob(width, height, cx, cy, radius int) *nodes.Mask {
	bits := make([]byte, width*height)
	for y := range height {
		for x := range width {
			d := (x-cx)*(x-cx) + (y-cy)*(y-cy)
			ring := d <= radius*radius && 9*d > radius*radius
			part := x > cx+radius+1 && x < cx+radius+4 && y > cy && y < cy+3
			if ring || part {
				bits[y*width+x] = 1
			}
		}
	}
	return nodes.MaskFromBitmap(0, 0, width, height, bits)
}

// street is a video of so many frames: a car, two persons, one of which comes and
// goes, something untracked, something without a mask, and a crowd.
func street(frames int) []formats.Record {
	const width, height = 96, 64
	var all []formats.Record
	for i := range frames {
		r := formats.Record{Stamp: nodes.Stamp{Stream: "street", Seq: uint64(i), PTS: time.Duration(i) * time.Second / 25}, Width: width, Height: height}
		r.Name = formats.FrameName(r.Stamp)
		r.Items = append(r.Items, thing("car", 1, 0.9, blob(width, height, 20+i%30, 30, 14)), thing("person", 2, 0.75, blob(width, height, 60, 20+i%20, 9)))
		if i%3 != 1 {
			r.Items = append(r.Items, thing("person", 3, 0.5, blob(width, height, 66, 24+i%20, 8)))
		}
		if i == 0 {
			r.Items = append(r.Items, thing("dog", 0, 0.25, blob(width, height, 85, 55, 5)))
			r.Ignore = append(r.Ignore, thing("person", 0, 1, blob(width, height, 10, 56, 6)))
		}
		all = append(all, r)
	}
	return all
}

func thing(label string, track int, score float32, m *nodes.Mask) nodes.Instance {
	return nodes.Instance{Box: m.Box(), Score: score, Class: -1, Label: label, Track: track, Mask: m}
}

// speckled is a mask of rectangles and holes at random.
func speckled(r *rand.Rand, width, height int) *nodes.Mask {
	bits := make([]byte, width*height)
	for range 1 + r.IntN(6) {
		x1, y1 := r.IntN(width), r.IntN(height)
		x2, y2 := x1+1+r.IntN(width-x1), y1+1+r.IntN(height-y1)
		for y := y1; y < y2; y++ {
			for x := x1; x < x2; x++ {
				bits[y*width+x] ^= 1
			}
		}
	}
	return nodes.MaskFromBitmap(0, 0, width, height, bits)
}

// outcome is what was said while writing.
type outcome struct {
	warnings []string
	wrote    []string
}

func write(t testing.TB, path, format string, records []formats.Record) outcome {
	t.Helper()
	var said outcome
	w, err := formats.Create(path, format, formats.Options{
		Warn:  func(m string) { said.warnings = append(said.warnings, m) },
		Wrote: func(p string, n int) { said.wrote = append(said.wrote, fmt.Sprintf("%s %d", filepath.Base(p), n)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		if err := w.Write(r); err != nil {
			w.Abort()
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return said
}

func read(t testing.TB, path, format string) []formats.Record {
	t.Helper()
	all, err := tryRead(path, format)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func tryRead(path, format string) ([]formats.Record, error) {
	records, err := formats.Read(path, format)
	if err != nil {
		return nil, err
	}
	var all []formats.Record
	for r, err := range records {
		if err != nil {
			return all, err
		}
		all = append(all, r)
	}
	return all, nil
}
