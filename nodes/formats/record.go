// Package formats reads and writes instance masks in the files that other programs
// use. Between a reader and a writer there is one form only, a stream of records:
//
//	file ──Read──▶ Record, Record, Record … ──Create──▶ file
//
// So each format is known once, to convert and to nodes alike, and every reader
// works with every writer. Formats lists them and what each of them loses.
//
// Memory does not grow with the masks: readers hold one frame at a time, beside the
// places of the others in the file where a format needs them in another order, and
// writers put aside on the disk what has to come later.
package formats

import (
	"cmp"
	"fmt"
	"math"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// Record is one frame and what is on it.
type Record struct {
	Stamp         nodes.Stamp
	Video         string // the stream's name where it has to be unique, as in paths; empty: Stamp.Stream
	Name          string // the frame's, inside its stream: 000012, or the picture file's without its extension
	Picture       string // the path by which labels name it; empty: the file it was read from, or STREAM/NAME.png
	Width, Height int    // of the frame, in pixels; 0 when the file does not say
	Skipped       bool   // nobody looked at this frame
	Items         []nodes.Instance

	// Ignore are regions where things were not told apart, such as COCO's crowds and
	// class 10 of MOTS: nobody's instances. Formats without them leave them out.
	Ignore []nodes.Instance
}

// FrameName is the name of a frame that was not given another one.
func FrameName(s nodes.Stamp) string {
	if s.File == "" {
		return fmt.Sprintf("%06d", s.Seq)
	}
	return stem(s.File)
}

// stem is a file's name without folders and extension.
func stem(name string) string {
	base := path.Base(filepath.ToSlash(name))
	return strings.TrimSuffix(base, path.Ext(base))
}

// picture is the path that stands for a frame in formats that name pictures. It never
// leads out of a folder.
func (r *Record) picture() string {
	name := cmp.Or(r.Picture, r.Stamp.File)
	if name == "" {
		name = r.video() + "/" + r.Name + ".png"
	}
	return cmp.Or(inside(name), r.Name+".png")
}

func (r *Record) video() string { return cmp.Or(r.Video, r.Stamp.Stream) }

// inside makes a path of any name that stays below a folder.
func inside(name string) string {
	return strings.TrimPrefix(path.Clean("/"+filepath.ToSlash(name)), "/")
}

// assumedRate is taken, in frames a second, where nobody tells the time of a frame.
const assumedRate = 30

// at sets the frame's time: its number over a rate, 0 for an unknown one.
func (r *Record) at(rate float64) {
	if r.Stamp.Estimated = rate <= 0; r.Stamp.Estimated {
		rate = assumedRate
	}
	r.Stamp.PTS = time.Duration(math.Round(float64(r.Stamp.Seq) / rate * 1e9))
}

// duration makes a time of seconds.
func duration(seconds float64) (time.Duration, error) {
	if !(math.Abs(seconds) <= 1e9) {
		return 0, fmt.Errorf("want seconds, got %g", seconds)
	}
	return time.Duration(math.Round(seconds * 1e9)), nil
}

// label is the name of an instance's class: there is always one.
func label(it nodes.Instance) string {
	switch {
	case it.Label != "":
		return it.Label
	case it.Class > 0:
		return fmt.Sprint("class ", it.Class)
	}
	return "object"
}

// masked is a mask inside the frame: nil where there is none.
func (r *Record) masked(it nodes.Instance) *nodes.Mask {
	if it.Mask == nil || r.Width <= 0 || r.Height <= 0 {
		return nil
	}
	return it.Mask.Clip(0, 0, r.Width, r.Height)
}

// tight is the box of what can be seen: the mask's, or else the instance's inside
// the frame.
func (r *Record) tight(it nodes.Instance) nodes.Box {
	if m := r.masked(it); m != nil && !m.Empty() {
		return m.Box()
	}
	if r.Width <= 0 || r.Height <= 0 {
		return it.Box
	}
	box := it.Box.Clip(r.Width, r.Height)
	return nodes.Box{X1: box.X1, Y1: box.Y1, X2: max(box.X1, box.X2), Y2: max(box.Y1, box.Y2)}
}

// sized refuses a frame whose size a format cannot do without.
func (r *Record) sized() error {
	if r.Width <= 0 || r.Height <= 0 {
		return fmt.Errorf("%s: the size of its picture is not known: it is wanted in this format", r.Stamp)
	}
	return nil
}
