package nodes

import (
	"errors"
	"fmt"
	"iter"
)

// MaxMaskPixels bounds the size of a picture whose mask is read from a file, so
// that a broken file cannot ask for more memory than there is.
const MaxMaskPixels = 1 << 28

// COCORuns is the mask as COCO's uncompressed run-length coding of the full
// frame: column by column, the first run is background. What lies outside the
// frame is cut off.
func (m *Mask) COCORuns(width, height int) []uint32 {
	var w runWriter
	for s := range m.Clip(0, 0, width, height).Spans() {
		w.foreground(s.X*height+s.Y1, s.Y2-s.Y1)
	}
	return w.finish(width * height)
}

// MaskFromCOCORuns is the inverse of COCORuns. The runs must fill the frame.
func MaskFromCOCORuns(width, height int, runs []uint32) (*Mask, error) {
	if width <= 0 || height <= 0 || width > MaxMaskPixels/height {
		return nil, fmt.Errorf("mask of %dx%d pixels: no such picture", width, height)
	}
	total := 0
	for _, r := range runs {
		if total += int(r); total > width*height {
			return nil, fmt.Errorf("mask runs over the end of its %dx%d pixels", width, height)
		}
	}
	if total != width*height {
		return nil, fmt.Errorf("mask covers %d of its %dx%d pixels", total, width, height)
	}
	return cropRuns(height, runs), nil
}

// cropRuns makes a mask of runs over columns of a height. It never looks at
// single columns: a few bytes may describe very many. A run that goes on in the
// next column has both ends of a column in it, so the crop is as high as they are.
func cropRuns(height int, runs []uint32) *Mask {
	first, last, y1, y2 := -1, 0, height, 0
	for start, n := range foreground(runs) {
		if first < 0 {
			first = start
		}
		last = start + n - 1
		y1, y2 = min(y1, start%height), max(y2, start%height+n)
		if start/height != last/height {
			y1, y2 = 0, height
		}
	}
	if first < 0 {
		return &Mask{}
	}
	m := &Mask{X: first / height, Y: y1, W: last/height - first/height + 1, H: y2 - y1}
	var w runWriter
	for start, n := range foreground(runs) {
		w.foreground((start/height-m.X)*m.H+start%height-y1, n)
	}
	m.Runs = w.finish(m.W * m.H)
	return m
}

// foreground walks over start and length of the runs that are foreground.
func foreground(runs []uint32) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		at := 0
		for i, n := range runs {
			if i%2 == 1 && n > 0 && !yield(at, int(n)) {
				return
			}
			at += int(n)
		}
	}
}

// COCOCounts is the compressed form of COCORuns, as pycocotools writes it: each
// run from the fourth on less the run two before, in groups of 5 bits from the
// low end, bit 6 for "more follows", plus 48.
func (m *Mask) COCOCounts(width, height int) string {
	runs := m.COCORuns(width, height)
	out := make([]byte, 0, 2*len(runs))
	for i, r := range runs {
		x := int64(r)
		if i > 2 {
			x -= int64(runs[i-2])
		}
		for more := true; more; {
			c := byte(x & 0x1f)
			x >>= 5
			more = x != -1
			if c&0x10 == 0 {
				more = x != 0
			}
			if more {
				c |= 0x20
			}
			out = append(out, c+48)
		}
	}
	return string(out)
}

// MaskFromCOCOCounts reads the compressed form of a frame of this size.
func MaskFromCOCOCounts(width, height int, counts string) (*Mask, error) {
	runs, err := parseCounts(counts)
	if err != nil {
		return nil, fmt.Errorf("mask counts: %w", err)
	}
	return MaskFromCOCORuns(width, height, runs)
}

func parseCounts(counts string) ([]uint32, error) {
	var runs []uint32
	for i := 0; i < len(counts); {
		var x int64
		for shift := 0; ; shift += 5 {
			if i == len(counts) {
				return nil, errors.New("cut off in the middle of a run")
			}
			c := counts[i] - 48
			if c > 0x3f || shift > 35 {
				return nil, fmt.Errorf("byte %d (%q) cannot stand there", i, counts[i])
			}
			i++
			x |= int64(c&0x1f) << shift
			if c&0x20 == 0 {
				if c&0x10 != 0 {
					x |= -1 << (shift + 5)
				}
				break
			}
		}
		if len(runs) > 2 {
			x += int64(runs[len(runs)-2])
		}
		if x < 0 || x > MaxMaskPixels {
			return nil, fmt.Errorf("run %d has length %d", len(runs), x)
		}
		runs = append(runs, uint32(x))
	}
	return runs, nil
}
