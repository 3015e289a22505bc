package masksink

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// settle ends what the sink is writing, if anything, and returns the name it got
// and the number of frames in it. Several pictures go by the folder that they
// are all in.
func (s *sink) settle(complete, again bool) (file string, frames int, err error) {
	if s.out != nil {
		file, err = s.end(complete, again)
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
// nothing to keep. again says that another run may go on with it.
func (s *sink) end(complete, again bool) (name string, err error) {
	_, ended := s.out.(whole)
	err = s.out.end(complete)
	s.out = nil
	switch {
	case s.final == "": // the standard output
		return "", err
	case ended:
		return s.final, nil
	case s.frames == 0 || errors.Is(err, errNothing):
		return "", s.remove()
	case errors.Is(err, errPartly):
		name = files.Incomplete(s.final, s.owned != nil)
		return "", s.failed(errors.Join(fmt.Errorf("%w; what there is lies in %s", err, name), s.place(name, again)))
	case err != nil && s.keep:
		return "", s.failed(fmt.Errorf("%w; what was written lies in %s*", err, s.temp))
	case err != nil:
		return "", s.failed(errors.Join(err, s.remove()))
	case complete:
		return s.final, s.place(s.final, again)
	}
	name = files.Incomplete(s.final, s.owned != nil)
	return name, s.place(name, again)
}

// remove takes away everything temporary.
func (s *sink) remove() error {
	err := os.RemoveAll(s.temp)
	if s.side != "" {
		err = errors.Join(err, os.RemoveAll(s.temp+s.side))
	}
	return err
}

// place gives the temporary file its name. The second file has no use any more, unless
// another run may go on.
func (s *sink) place(name string, again bool) error {
	var err error
	if s.owned != nil {
		err = files.PlaceFolder(s.temp, name, s.owned)
	} else {
		err = files.Place(s.temp, name)
	}
	if err != nil {
		err = s.failed(fmt.Errorf("it lies whole in %s, but could not get its name: %w", s.temp, err))
	}
	if err != nil && s.keep || s.side == "" || again && !s.rebuilds {
		return err
	}
	return errors.Join(err, os.RemoveAll(s.temp+s.side))
}

func anySink(*sink) bool { return true }

// settle ends what the chosen sinks are writing and tells what has become of it. again
// says that another run may go on with it.
func (n *node) settle(chosen func(*sink) bool, complete, again bool) error {
	var errs []error
	for _, s := range n.sinks {
		if !chosen(s) {
			continue
		}
		file, frames, err := s.settle(complete, again)
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
