package detector

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// File is what a graph file may say about method file.
type File struct {
	Path   string `yaml:"path" doc:"The boxes: MOT text (a line each: frame,id,x,y,w,h,score) or COCO JSON (annotations, or a list of results). {stream} stands for the stream's name. A COCO image belongs to the stream that its file_name or a folder in it is called after; when there is none, all do. Sorted by name, the n-th of them is the n-th frame. A frame from a picture file gets the boxes of the image of that name."`
	Images string `yaml:"images" doc:"The COCO annotation file that a list of results was made for: it has the images and categories."`
	First  int    `yaml:"first" doc:"The number of a stream's first frame in MOT text: 1 by its rules, 0 in some files."`
	Label  string `yaml:"label" doc:"What the boxes of MOT text are called: it knows no classes."`
}

func (f File) validate() error {
	if f.Path == "" {
		return errors.New("file.path: method file wants the file with the boxes")
	}
	return nil
}

const streamMark = "{stream}"

// file looks boxes up that somebody else has found.
type file struct {
	cfg     File
	classes []string

	boxes   *boxFile
	stream  string // of the last frame
	frames  map[uint64][]nodes.Instance
	notices []string

	pictures map[string][]nodes.Instance // of COCO images, for frames from picture files
}

func openFile(cfg File, classes []string) (*file, error) {
	f := &file{cfg: cfg, classes: classes}
	if strings.Contains(cfg.Path, streamMark) {
		return f, nil
	}
	return f, f.load(cfg.Path)
}

func (f *file) find(_ context.Context, _ *nodes.Frame, at nodes.Stamp) ([]nodes.Instance, error) {
	if f.frames == nil || at.Stream != f.stream {
		if strings.Contains(f.cfg.Path, streamMark) {
			if err := f.load(strings.ReplaceAll(f.cfg.Path, streamMark, at.Stream)); err != nil {
				return nil, err
			}
		}
		f.stream, f.frames = at.Stream, f.boxes.of(at.Stream)
	}
	if at.File != "" && f.boxes.images != nil {
		return slices.Clone(f.pictures[pictureName(at.File)]), nil
	}
	return slices.Clone(f.frames[at.Seq]), nil
}

func (f *file) load(path string) error {
	b, err := readBoxes(path, f.cfg)
	if err != nil {
		return fmt.Errorf("file: %w", err)
	}
	if err := checkClasses(f.classes, b.labels); err != nil {
		return fmt.Errorf("file: %s: %w", path, err)
	}
	if top := b.scoresTo1(); top > 1 {
		f.notices = append(f.notices, fmt.Sprintf("scores of %s go up to %g: all were divided by that", path, top))
	}
	f.boxes, f.pictures = b, b.byPicture()
	return nil
}

func (f *file) warnings() []string { return f.notices }

func (*file) close() error { return nil }
