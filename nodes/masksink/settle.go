package masksink

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// settle ends what the sink is writing, if anything, and returns the name it got
// and the number of frames in it. Several pictures go by the folder that they
// are all in.
func (s *sink) settle(complete bool) (file string, frames int, err error) {
	if s.out != nil {
		file, err = s.end(complete)
		return file, s.frames, err
	}
	frames, s.pictures = s.pictures, 0
	switch frames {
	case 0:
		return "", 0, nil
	case 1:
		return s.final, 1, nil
	}
	fixed, _, _ := strings.Cut(s.pattern, "{")
	return filepath.Dir(fixed), frames, nil
}

// end completes the file and returns the name it got: none when there was
// nothing to keep.
func (s *sink) end(complete bool) (name string, err error) {
	err = s.out.end(complete)
	s.out = nil
	switch {
	case s.final == "": // the standard output
		return "", err
	case s.frames == 0 || errors.Is(err, errNothing):
		return "", s.remove()
	case errors.Is(err, errPartly):
		name = incompletePath(s.final, s.folder)
		return "", s.failed(errors.Join(fmt.Errorf("%w; what there is lies in %s", err, name), s.place(name)))
	case err != nil && s.keep:
		return "", s.failed(fmt.Errorf("%w; what was written lies in %s*", err, s.temp))
	case err != nil:
		return "", s.failed(errors.Join(err, s.remove()))
	case complete:
		return s.final, s.place(s.final)
	}
	name = incompletePath(s.final, s.folder)
	return name, s.place(name)
}

// remove takes away everything temporary.
func (s *sink) remove() error {
	err := os.RemoveAll(s.temp)
	if s.side != "" {
		err = errors.Join(err, os.RemoveAll(s.temp+s.side))
	}
	return err
}

// place gives the temporary file its name.
func (s *sink) place(name string) error {
	move := placeFile
	if s.folder {
		move = placePNGs
	}
	err := move(s.temp, name)
	if err != nil {
		err = s.failed(fmt.Errorf("it lies whole in %s, but could not get its name: %w", s.temp, err))
	}
	if err != nil && s.keep || s.side == "" {
		return err
	}
	return errors.Join(err, os.RemoveAll(s.temp+s.side))
}

// placeFile renames a file once its bytes are on the disk.
func placeFile(temp, name string) error {
	f, err := os.OpenFile(temp, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(temp, name)
}

func anySink(*sink) bool { return true }

// settle ends what the chosen sinks are writing and tells what has become of it.
func (n *node) settle(chosen func(*sink) bool, complete bool) error {
	var errs []error
	for _, s := range n.sinks {
		if !chosen(s) {
			continue
		}
		file, frames, err := s.settle(complete)
		switch {
		case err != nil:
			errs = append(errs, err)
		case file == "": // it had not begun
		case complete:
			n.files = append(n.files, file)
			n.log.Info("wrote", "file", file, "frames", frames)
		default:
			n.warn("%s: the run was broken off, this is what it wrote until then (%d frames)", file, frames)
		}
	}
	return errors.Join(errs...)
}
