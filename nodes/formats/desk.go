package formats

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"

	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// Side is added to the name of an output in the making for that of its second file,
// where a format has one: what has to come later, or is to be known again.
const Side = ".side"

// desk is what an encoder works on. Its files only grow until the end, so that their
// sizes tell where it stood.
type desk struct {
	Options
	temp  string  // the file or folder
	saved []int64 // sizes of files that are there already, in the order in which they are opened
	files []*file
}

// file is a text that grows: what was written to it lies with the kernel after
// every frame.
type file struct {
	*bufio.Writer
	journal *files.Journal
	scratch bytes.Buffer
}

// open opens one more file. What a resumed encoder writes before its first frame, such
// as a head, is there already and goes away: see Part.recall.
func (d *desk) open(path string) (*file, error) {
	var j *files.Journal
	var err error
	if n := len(d.files); n < len(d.saved) {
		j, err = files.Reopen(path, d.saved[n])
	} else {
		j, err = files.Create(path)
	}
	if err != nil {
		return nil, err
	}
	f := &file{Writer: bufio.NewWriterSize(j, 1<<16), journal: j}
	d.files = append(d.files, f)
	return f, nil
}

// main is the output itself, where it is a file; side is the second file.
func (d *desk) main() (*file, error) { return d.open(d.temp) }
func (d *desk) side() (*file, error) { return d.open(d.temp + Side) }

func (d *desk) flush() error {
	for _, f := range d.files {
		if err := f.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// sizes are those of the files, of which nothing waits to be written.
func (d *desk) sizes() []int64 {
	var sizes []int64
	for _, f := range d.files {
		sizes = append(sizes, f.journal.Size())
	}
	return sizes
}

// cut takes the files back to sizes that they had.
func (d *desk) cut(sizes []int64) error {
	var errs []error
	for i, f := range d.files {
		errs = append(errs, f.journal.Cut(sizes[i]))
		f.Reset(f.journal)
	}
	return errors.Join(errs...)
}

func (d *desk) close() error {
	var errs []error
	for _, f := range d.files {
		errs = append(errs, f.journal.Close())
	}
	d.files = nil
	return errors.Join(errs...)
}

// pour copies what was put aside.
func (f *file) pour(w io.Writer) error {
	if err := f.Flush(); err != nil {
		return err
	}
	_, err := io.Copy(w, f.journal.Reader())
	return err
}

// add writes one more item of a JSON array, on a line of its own.
func (f *file) add(n *int, v any) error {
	f.scratch.Reset()
	if *n > 0 {
		f.scratch.WriteByte(',')
	}
	f.scratch.WriteByte('\n')
	if err := appendJSON(&f.scratch, v); err != nil {
		return err
	}
	*n++
	_, err := f.Write(f.scratch.Bytes())
	return err
}

// appendJSON adds v without a line break. Counts are full of < and >: they stay as
// they are.
func appendJSON(b *bytes.Buffer, v any) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1)
	return nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
