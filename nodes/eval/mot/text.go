// Package mot reads and writes the text in which tracking benchmarks keep boxes
// (MOTChallenge: frame,id,x,y,w,h,score,…) and masks (MOTS: frame id class height
// width rle), and the seqinfo.ini beside it.
package mot

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// Ignore is the class of a region in MOTS text that is no thing: what is found there
// counts neither for nor against.
const Ignore = 10

// File is the text of one sequence.
type File struct {
	Masks         bool  // it is MOTS text
	Width, Height int   // of the frames, in pixels; 0 in MOT text, which does not say
	Rows          []Row // by frame; those of one frame in the order of the file
}

// Row is one line: a thing on a frame.
type Row struct {
	Line  int // in the file, from 1
	Frame int
	ID    int // as it stands there; -1 in detections of MOT text
	// Class is the third column of MOTS text, and the eighth of MOT text with nine
	// columns; -1 where MOT text has none.
	Class int
	Score float64     // 1 when there is none
	Box   [4]float64  // x, y, width, height; of MOTS text the mask's
	Mask  *nodes.Mask // MOTS text only
}

// ReadFile reads a file of either format, compressed by gzip or not.
func ReadFile(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Read(path, f)
}

// Read is ReadFile for an open file, whose name is for messages. Empty lines and
// lines that begin with # are left out. The first other line tells the format.
func Read(name string, r io.Reader) (*File, error) {
	data, err := unpacked(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	f := &File{}
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if len(f.Rows) == 0 {
			f.Masks = looksLikeMasks(line)
		}
		row, err := f.parse(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, number, err)
		}
		row.Line = number
		f.Rows = append(f.Rows, row)
	}
	slices.SortStableFunc(f.Rows, func(a, b Row) int { return cmp.Compare(a.Frame, b.Frame) })
	return f, nil
}

func unpacked(r io.Reader) ([]byte, error) {
	b := bufio.NewReader(r)
	if start, _ := b.Peek(2); !bytes.Equal(start, []byte{0x1f, 0x8b}) {
		return io.ReadAll(b)
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// looksLikeMasks says that a line is MOTS text: six columns between spaces, the
// last of them no number, or one that happens to be the runs of a small frame.
func looksLikeMasks(line string) bool {
	cells := strings.Fields(line)
	if len(cells) != 6 || strings.Contains(strings.Join(cells[:5], ""), ",") {
		return false
	}
	if _, err := strconv.ParseFloat(cells[5], 64); err != nil {
		return true
	}
	_, err := new(File).parseMask(line)
	return err == nil
}

func (f *File) parse(line string) (Row, error) {
	if f.Masks {
		return f.parseMask(line)
	}
	return parseBox(line)
}

// Frame is the rows of one frame.
func (f *File) Frame(n int) []Row {
	at := func(n int) int {
		i, _ := slices.BinarySearchFunc(f.Rows, n, func(r Row, n int) int { return cmp.Compare(r.Frame, n) })
		return i
	}
	return f.Rows[at(n):at(n+1)]
}

// First is the number of the first frame by the file's own account: 0 when
// something is on frame 0, otherwise 1, as the benchmarks count.
func (f *File) First() int {
	if len(f.Rows) > 0 && f.Rows[0].Frame == 0 {
		return 0
	}
	return 1
}

// Last is the number of the last frame that something is on; 0 without rows.
func (f *File) Last() int {
	if len(f.Rows) == 0 {
		return 0
	}
	return f.Rows[len(f.Rows)-1].Frame
}
