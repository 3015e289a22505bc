package formats

import (
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// encoder writes one file or folder.
type encoder interface {
	write(r *Record) error
	// end writes what is missing. complete says that the frames are all there are.
	end(complete bool) error
	// state is what it has to know to go on, for gob: it does not grow with the frames
	// or tracks. nil is nothing.
	state() any
}

// recaller is an encoder that knows more than its state: what it has put aside tells
// the rest.
type recaller interface {
	encoder
	spooled() *spool
	recall(key int, piece []byte) error
}

// Part is one file or folder in the making, for those who give it its name themselves.
// It lies under a temporary name, and with Side behind that a second file, if there is
// one. A process that dies over it loses nothing that Write has taken: Resume goes on.
type Part struct {
	info Info
	desk *desk
	enc  encoder
}

// Begin begins an output. The folder above it is there; so is, for a format of
// folders, the folder itself, and empty.
func (f Info) Begin(temp string, o Options) (*Part, error) {
	p, err := f.begin(&desk{Options: o, temp: temp})
	if err != nil {
		return nil, err
	}
	if err := p.desk.flush(); err != nil {
		return nil, errors.Join(err, p.desk.close())
	}
	return p, nil
}

func (f Info) begin(d *desk) (*Part, error) {
	p := &Part{info: f, desk: d}
	var err error
	if p.enc, err = f.create(d); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return p, nil
}

// Write adds a frame. After an error what there was before is still there, to be ended.
func (p *Part) Write(r Record) error {
	if r.Name == "" {
		r.Name = FrameName(r.Stamp)
	}
	if r.Width > nodes.MaxMaskPixels/max(1, r.Height) {
		return fmt.Errorf("%s: want a picture of at most %d pixels, got %dx%d", r.Stamp, nodes.MaxMaskPixels, r.Width, r.Height)
	}
	before := p.desk.sizes()
	err := p.enc.write(&r)
	if err == nil {
		err = p.desk.flush()
	}
	if err != nil {
		_ = p.desk.cut(before) // the first error is the one that counts
	}
	return err
}

// Aside is how many bytes of the second file the end will write once more.
func (p *Part) Aside() int64 {
	n := int64(0)
	for i, f := range p.desk.files {
		if i > 0 || len(p.desk.files) == 1 {
			n += f.journal.Size()
		}
	}
	return n
}

// End makes a whole of what was written, and closes it. complete says that these are
// all frames; formats that have a place for it say so.
func (p *Part) End(complete bool) error {
	err := p.enc.end(complete)
	if err == nil {
		err = p.desk.flush()
	}
	return errors.Join(err, p.desk.close())
}

// Close lets go of the files and leaves them as they are.
func (p *Part) Close() error { return p.desk.close() }

// Prepare makes room for an output that is to have a name: see files.Prepare.
func (f Info) Prepare(temp, name string) error { return files.Prepare(temp, name, f.Owned) }

// Place gives an output that has ended its name. A folder of an earlier run is replaced.
func (f Info) Place(temp, name string) error {
	if err := files.Vacant(name, f.Owned); err != nil {
		return err
	}
	if f.Folder {
		return files.PlaceFolder(temp, name, f.Owned)
	}
	return files.Place(temp, name)
}
