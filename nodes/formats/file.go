package formats

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// file is a text file that is being written.
type file struct {
	*bufio.Writer
	f *os.File
}

func newFile(path string) (*file, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &file{bufio.NewWriterSize(f, 1<<16), f}, nil
}

// end sees to it that everything is on the disk.
func (f *file) end() error {
	return errors.Join(f.Flush(), f.f.Sync(), f.f.Close())
}

func (f *file) free() { f.f.Close() }

// aside is a file without a name, for what has to come later.
func aside(beside string) (*file, error) {
	f, err := os.CreateTemp(filepath.Dir(beside), ".aside*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &file{bufio.NewWriterSize(f, 1<<16), f}, nil
}

// pour copies what was put aside, and ends it.
func (f *file) pour(w io.Writer) error {
	err := f.Flush()
	if err == nil {
		_, err = f.f.Seek(0, io.SeekStart)
	}
	if err == nil {
		_, err = io.Copy(w, f.f)
	}
	return errors.Join(err, f.f.Close())
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

// list writes the items of a JSON array, one a line.
type list struct {
	n   int
	buf bytes.Buffer
}

// add writes one more item.
func (l *list) add(w io.Writer, v any) error {
	l.buf.Reset()
	if l.n > 0 {
		l.buf.WriteByte(',')
	}
	l.buf.WriteByte('\n')
	if err := appendJSON(&l.buf, v); err != nil {
		return err
	}
	l.n++
	_, err := w.Write(l.buf.Bytes())
	return err
}
