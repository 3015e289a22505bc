package formats

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strconv"

	"github.com/maskgraph/maskgraph/nodes"
)

// textIndex is what is held of a text of lines while it is read by frames: where the
// lines of each frame are. They may stand in any order.
type textIndex struct {
	lines []textLine
	info  sequence
}

type textLine struct {
	frame int
	n     int // number of the line
	piece piece
}

// maxFrame bounds frame numbers: ten million are four days of video.
const maxFrame = 10_000_000

// lineReader adds what is on a line to the frame's record.
type lineReader func(r *Record, line string) error

func readMOT(path string) iter.Seq2[Record, error] {
	return readText(path, func() lineReader { return addBox })
}

func readMOTS(path string) iter.Seq2[Record, error] {
	return readText(path, func() lineReader { return newMOTSTracks().addMask })
}

// readText gives every frame from the first to the last one, those without lines too.
func readText(path string, begin func() lineReader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		add := begin()
		f, err := openFile(path)
		if err != nil {
			yield(Record{}, err)
			return
		}
		defer f.Close()
		x, err := indexText(f, path)
		if err != nil {
			yield(Record{}, err)
			return
		}
		var buf []byte
		first, last := x.bounds()
		for n := first; n <= last; n++ {
			r := Record{Width: x.info.width, Height: x.info.height, Stamp: nodes.Stamp{Stream: x.info.name, Seq: uint64(n - first)}}
			r.at(x.info.rate)
			r.Name = FrameName(r.Stamp)
			for ; err == nil && len(x.lines) > 0 && x.lines[0].frame == n; x.lines = x.lines[1:] {
				var line []byte
				if line, err = x.lines[0].piece.get(f, &buf); err == nil {
					err = add(&r, string(line))
				}
				if err != nil {
					err = fmt.Errorf("%s:%d: %w", path, x.lines[0].n, err)
				}
				x.info.width, x.info.height = cmp.Or(x.info.width, r.Width), cmp.Or(x.info.height, r.Height)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// bounds are the first and the last frame. Frames count from 1, unless something is
// on frame 0 or the sequence says so.
func (x *textIndex) bounds() (first, last int) {
	first, last = 1, x.info.first+x.info.length-1
	if len(x.lines) > 0 {
		last = max(last, x.lines[len(x.lines)-1].frame)
	}
	if x.info.first == 0 || len(x.lines) > 0 && x.lines[0].frame == 0 {
		first = 0
	}
	return first, last
}

func indexText(f *os.File, path string) (*textIndex, error) {
	x := &textIndex{}
	var err error
	if x.info, err = findSequence(path); err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(f, 1<<16)
	for n, at := 1, int64(0); ; n++ {
		line, size, err := frontOf(in)
		if text := bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))); len(text) > 0 && text[0] != '#' {
			frame, wrong := frameOf(text)
			if wrong != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, n, wrong)
			}
			x.lines = append(x.lines, textLine{frame, n, piece{at, size}})
		}
		at += int64(size)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	slices.SortStableFunc(x.lines, func(a, b textLine) int { return cmp.Compare(a.frame, b.frame) })
	return x, nil
}

// frontOf reads a line and returns how it begins and how long it is.
func frontOf(in *bufio.Reader) (front []byte, size int, err error) {
	for {
		piece, err := in.ReadSlice('\n')
		if size += len(piece); size > maxLine {
			return nil, size, fmt.Errorf("the line is longer than %d MB", maxLine>>20)
		}
		if front == nil {
			front = bytes.Clone(piece[:min(len(piece), 64)])
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return front, size, err
		}
	}
}

func frameOf(line []byte) (int, error) {
	cell := line
	if end := bytes.IndexAny(line, ", \t"); end >= 0 {
		cell = line[:end]
	}
	n, err := strconv.ParseFloat(string(cell), 64)
	if err != nil || n != float64(int(n)) || n < 0 || n > maxFrame {
		return 0, fmt.Errorf("frame: want a number from 0 to %d, got %.40q", maxFrame, cell)
	}
	return int(n), nil
}
