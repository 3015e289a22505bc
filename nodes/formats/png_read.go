package formats

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// pictures are the PNGs of one video.
type pictures struct {
	stream string
	paths  []string
}

// findPictures lists the PNGs of a folder, or of each of its folders.
func findPictures(path string) ([]pictures, error) {
	var all []pictures
	list := func(dir, stream string) error {
		found, err := filepath.Glob(filepath.Join(files.Escape(dir), "*.png"))
		if len(found) > 0 {
			slices.SortFunc(found, natural)
			all = append(all, pictures{stream, found})
		}
		return err
	}
	whole, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := list(path, filepath.Base(whole)); err != nil || len(all) > 0 {
		return all, err
	}
	entries, err := os.ReadDir(path)
	for _, e := range entries {
		if err == nil && e.IsDir() {
			err = list(filepath.Join(path, e.Name()), e.Name())
		}
	}
	ours := exists(filepath.Join(path, aboutName)) || exists(filepath.Join(path, labelsName))
	if err == nil && len(all) == 0 && !ours { // a video without frames is fine
		err = fmt.Errorf("%s: no PNGs here", path)
	}
	return all, err
}

// natural orders names that are numbers by the numbers, before all others.
func natural(a, b string) int {
	m, errA := strconv.ParseUint(stem(a), 10, 64)
	n, errB := strconv.ParseUint(stem(b), 10, 64)
	switch {
	case errA == nil && errB == nil:
		return cmp.Or(cmp.Compare(m, n), strings.Compare(a, b))
	case errA == nil:
		return -1
	case errB == nil:
		return 1
	}
	return strings.Compare(a, b)
}

func numeral(name string) bool {
	_, err := strconv.ParseUint(stem(name), 10, 64)
	return err == nil
}

// read gives a record for each picture. It returns whether to go on.
func (v pictures) read(yield func(Record, error) bool, add func(r *Record, value int, m *nodes.Mask)) bool {
	numbers := slices.IndexFunc(v.paths, func(p string) bool { return !numeral(p) }) < 0
	for i, path := range v.paths {
		r := Record{Stamp: nodes.Stamp{Stream: v.stream, Seq: uint64(i)}, Name: stem(path)}
		if numbers {
			r.Stamp.Seq, _ = strconv.ParseUint(r.Name, 10, 64)
		} else {
			r.Stamp.File = filepath.Base(path)
		}
		r.at(0)
		err := r.decode(path, add)
		if err != nil {
			err = fmt.Errorf("%s: %w", path, err)
		}
		if !yield(r, err) || err != nil {
			return false
		}
	}
	return true
}
