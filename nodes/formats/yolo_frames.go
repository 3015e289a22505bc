package formats

import (
	"errors"
	"fmt"
	"image"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// labelledFrames are the files of labels of somebody else, with the sizes of the
// pictures beside them.
func labelledFrames(root string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		next := map[string]uint64{}
		below := labelsFolder(root)
		whole, err := filepath.Abs(root)
		err = errors.Join(err, filepath.WalkDir(below, func(file string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || filepath.Ext(file) != ".txt" {
				return err
			}
			name, err := filepath.Rel(below, file)
			if err != nil {
				return err
			}
			r, err := sizeOf(root, strings.TrimSuffix(filepath.ToSlash(name), ".txt"))
			r.Stamp.Stream = dirOf(r.Stamp.File)
			if r.Stamp.Stream == "" {
				r.Stamp.Stream = filepath.Base(whole)
			}
			r.Stamp.Seq = next[r.Stamp.Stream]
			next[r.Stamp.Stream]++
			r.at(0)
			r.Name = FrameName(r.Stamp)
			if !yield(r, err) || err != nil {
				return fs.SkipAll
			}
			return nil
		}))
		if err != nil {
			yield(Record{}, err)
		}
	}
}

func labelsFolder(root string) string {
	if below := filepath.Join(root, "labels"); exists(below) {
		return below
	}
	return root
}

// sizeOf begins a record with the picture of a name without extension.
func sizeOf(root, name string) (Record, error) {
	for _, ext := range []string{".jpg", ".jpeg", ".png", ".JPG", ".JPEG", ".PNG", ".gif"} {
		f, err := os.Open(filepath.Join(root, "images", name+ext))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return Record{}, err
		}
		head, _, err := image.DecodeConfig(f)
		f.Close()
		if err != nil {
			return Record{}, fmt.Errorf("%s: %w", path.Join("images", name+ext), err)
		}
		return Record{Stamp: nodes.Stamp{File: name + ext}, Width: head.Width, Height: head.Height}, nil
	}
	return Record{}, fmt.Errorf("%s: labels are shares of the picture's size, and there is neither a picture images/%s.jpg nor .png, nor %s with sizes", root, name, framesName)
}
