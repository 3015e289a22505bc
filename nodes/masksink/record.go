package masksink

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// record is one frame and what was found on it.
type record struct {
	stamp   nodes.Stamp
	stream  string           // the stream's name as it may stand in a path, unique in this run
	streams int              // streams before this one
	frames  int              // frames of this stream before this one
	name    string           // the frame's, inside its stream: see frameName
	picture string           // what labels call its picture; empty: they have names for that
	aside   int64            // bytes that the ends of all outputs write once more
	frame   *nodes.Frame     // borrowed
	found   *nodes.Instances // never nil
}

// check refuses a packet that cannot be written.
func check(f *nodes.Frame, found *nodes.Instances) error {
	switch {
	case f == nil:
		return errors.New("frame: nothing came in: connect the port to the node that gives the pictures")
	case found == nil:
		return errors.New("instances: nothing came in: connect the port to a detector, prompter or tracker")
	case len(found.Items) > 0 && (found.Width != f.Width || found.Height != f.Height):
		return fmt.Errorf("instances: found on a picture of %dx%d, but the frame has %dx%d: connect the frame they were found on",
			found.Width, found.Height, f.Width, f.Height)
	}
	return nil
}

// advance goes on to the next frame. A new stream completes the files of the one
// before.
func (n *node) advance(stamp nodes.Stamp) (err error) {
	n.now.frames++
	if n.now.stream == "" || stamp.Stream != n.now.stamp.Stream {
		ofStream := func(s *sink) bool { return s.unit == perStream }
		if err := n.settle(ofStream, true, false); err != nil {
			return err
		}
		if err := n.frames.leave(false); err != nil {
			return err
		}
		n.now = record{stream: n.streams.Add(stamp.Stream), streams: len(n.streams) - 1}
	}
	n.now.stamp = stamp
	n.now.name, err = n.frameName(stamp)
	return err
}

// frameName is a frame's name inside its stream: that of the picture file it was
// read from, without the extension, or its number. Six digits keep the frames of
// nine hours in order when names are sorted.
func (n *node) frameName(stamp nodes.Stamp) (string, error) {
	if stamp.File == "" {
		return fmt.Sprintf("%06d", stamp.Seq), nil
	}
	return n.frames.add(strings.TrimSuffix(stamp.File, filepath.Ext(stamp.File)), n.namesPath)
}

// namesPath is where the names of a stream's frames are noted, the first one being
// given: beside the first file that has it in its name. Nowhere, if there is none.
func (n *node) namesPath(name string) (string, error) {
	r := n.now
	r.name = name
	for _, s := range n.sinks {
		if s.owned != nil || s.unit == perFrame {
			path := files.Temp(s.path(r), s.owned != nil) + namesSide
			return path, os.MkdirAll(filepath.Dir(path), 0o755)
		}
	}
	return "", nil
}
