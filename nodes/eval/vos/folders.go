package vos

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/maskgraph/maskgraph/nodes"
)

// Folder is a sequence's folder of masks.
type Folder struct{ Name, Dir string }

// Folders finds sequences: path has PNGs in it, or in a folder called masks, and is
// the only one; or its folders are such.
func Folders(path string) ([]Folder, error) {
	if dir := ofMasks(path); dir != "" {
		return []Folder{{baseName(path), dir}}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var list []Folder
	for _, e := range entries {
		if dir := ofMasks(filepath.Join(path, e.Name())); dir != "" {
			list = append(list, Folder{e.Name(), dir})
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s: no masks here: want *.png, masks/*.png, SEQUENCE/*.png or SEQUENCE/masks/*.png", path)
	}
	return list, nil
}

// FolderOf is a sequence's folder of masks below path; empty when there is none.
// When it is the only sequence, path may be the folder itself.
func FolderOf(path, name string, only bool) string {
	if dir := ofMasks(filepath.Join(path, name)); dir != "" || !only {
		return dir
	}
	return ofMasks(path)
}

func ofMasks(dir string) string {
	for _, d := range []string{dir, filepath.Join(dir, "masks")} {
		if found, err := filepath.Glob(filepath.Join(escaped(d), "*.png")); err == nil && len(found) > 0 {
			return d
		}
	}
	return ""
}

func baseName(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs // so that . has a name
	}
	return filepath.Base(path)
}

// Align lays a result on the frames of its truth, by the key of their names.
// missing is how many of the truth's frames the result does not have: nothing was
// found there. Frames of another size are an error.
func Align(truth, result Sequence, key func(name string) string) (aligned Sequence, missing int, err error) {
	frames := map[string]Frame{}
	for _, f := range result.Frames {
		frames[key(f.Name)] = f
	}
	aligned.Name = truth.Name
	for _, t := range truth.Frames {
		f, ok := frames[key(t.Name)]
		if !ok {
			missing++
			f = Frame{Name: t.Name, Width: t.Width, Height: t.Height, Masks: map[int]*nodes.Mask{}}
		}
		if f.Width != t.Width || f.Height != t.Height {
			return aligned, 0, fmt.Errorf("frame %s: the truth is %dx%d, the result %dx%d", t.Name, t.Width, t.Height, f.Width, f.Height)
		}
		aligned.Frames = append(aligned.Frames, f)
	}
	if missing == len(truth.Frames) {
		return aligned, missing, fmt.Errorf("no frame of the result is called like one of the truth, such as %s", truth.Frames[0].Name)
	}
	return aligned, missing, nil
}
