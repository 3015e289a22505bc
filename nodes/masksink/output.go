package masksink

import (
	"errors"
	"fmt"
	"io"

	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// output is one file or folder in the making, under a temporary name.
type output interface {
	write(r record) error
	// end makes a whole of what was written, as a complete file or as a part of
	// one. After errPartly the file is worth keeping, after errNothing there is
	// none and the reason has been told.
	end(complete bool) error
	// save puts all that the output has to know to go on into a snapshot.
	save(s *sinkState) error
	// close lets go of the files and leaves them as they are.
	close() error
}

var (
	errPartly  = errors.New("the file is not complete")
	errNothing = errors.New("nothing was written")
)

// unit is how much goes into one file.
type unit int

const (
	perRun unit = iota
	perStream
	perFrame
)

// sink is one output setting and the file that it is writing now.
type sink struct {
	setting  string
	pattern  string
	unit     unit
	owned    *files.Owned // of an output that is a folder
	create   func(path string) (output, error)
	reopen   func(path string, s *sinkState) (output, error) // os.ErrNotExist: the file has got its name already
	side     string                                          // is added to temp for the output's second file
	keep     bool                                            // what failed at its end, for another try
	rebuilds bool                                            // the second file out of the first one
	seenOnly bool                                            // leaves out frames that nobody looked at

	out         output
	temp, final string // empty for the standard output
	frames      int    // in the file that is being written
	pictures    int    // complete, of a sink per frame
}

// sinksOf is a sink for every output that is set.
func sinksOf(cfg Config, stdout io.Writer, keep bool, warn func(string, ...any)) []*sink {
	var sinks []*sink
	for _, set := range cfg.settings() {
		switch {
		case set.path == "":
		case set.path == "-":
			lines := func(string) (output, error) { return &lines{w: stdout}, nil }
			sinks = append(sinks, &sink{
				setting: set.name, pattern: set.path, create: lines,
				reopen: func(string, *sinkState) (output, error) { return lines("") },
			})
		case set.format != "":
			sinks = append(sinks, documentSink(set, cfg, warn))
		case set.name == "overlay":
			sinks = append(sinks, overlaySink(cfg, warn))
		case set.name == "frames":
			sinks = append(sinks, framesSink(set))
		case set.name == "exact":
			sinks = append(sinks, exactSink(set, warn))
		case set.name == "cutouts":
			sinks = append(sinks, cutoutSink(cfg.Cutouts))
		}
	}
	for _, s := range sinks {
		s.keep = keep
	}
	return sinks
}

func (s *sink) write(r record) error {
	if s.seenOnly && r.found.Skipped {
		return nil
	}
	if s.out == nil {
		if err := s.begin(r); err != nil {
			return s.failed(err)
		}
	}
	err := s.room(r.aside)
	if err == nil {
		err = s.out.write(r)
	}
	if err != nil {
		return s.failed(err)
	}
	s.frames++
	if s.unit == perFrame {
		if _, err := s.end(true, false); err != nil {
			return err
		}
		s.pictures++
	}
	return nil
}

// begin opens the file for a record.
func (s *sink) begin(r record) (err error) {
	s.frames = 0
	if s.pattern == "-" {
		s.out, err = s.create("")
		return err
	}
	s.final = s.path(r)
	s.temp = files.Temp(s.final, s.owned != nil)
	if err := files.Prepare(s.temp, s.final, s.owned); err != nil {
		return err
	}
	if s.out, err = s.create(s.temp); err != nil {
		_ = s.remove()
	}
	return err
}

func (s *sink) failed(err error) error {
	if s.final == "" {
		return fmt.Errorf("%s: %w", s.setting, err)
	}
	return fmt.Errorf("%s: %s: %w", s.setting, s.final, err)
}
