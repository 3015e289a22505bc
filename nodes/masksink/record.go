package masksink

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// record is one frame and what was found on it.
type record struct {
	stamp   nodes.Stamp
	stream  string           // the stream's name as it may stand in a path, unique in this run
	streams int              // streams before this one
	frames  int              // frames of this stream before this one
	name    string           // the frame's, inside its stream: see frameName
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

// frameName is a frame's name inside its stream: that of the picture file it was
// read from, without the extension, or its number. Six digits keep the frames of
// nine hours in order when names are sorted.
func frameName(stamp nodes.Stamp, taken names) string {
	if stamp.File == "" {
		return fmt.Sprintf("%06d", stamp.Seq)
	}
	return taken.add(strings.TrimSuffix(stamp.File, filepath.Ext(stamp.File)))
}
