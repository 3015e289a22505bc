package formats

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
)

// Read reads a file or folder frame by frame. An empty format is found out from the
// content. The error is what can be said before the first frame; a later one comes
// with the frames, and ends them. Files may be compressed by gzip.
func Read(path, format string) (iter.Seq2[Record, error], error) {
	info, err := find(path, format)
	if err != nil {
		return nil, err
	}
	return info.read(path), nil
}

// find is the format of a file.
func find(path, format string) (Info, error) {
	there, err := os.Stat(path)
	if err != nil {
		return Info{}, err
	}
	if format == "" {
		if format, err = Recognise(path); err != nil {
			return Info{}, err
		}
	}
	info, err := Lookup(format)
	switch {
	case err != nil:
		return Info{}, err
	case !info.Reads:
		return Info{}, fmt.Errorf("%s: %s can be written but not read", path, format)
	case info.Folder && !there.IsDir():
		return Info{}, fmt.Errorf("%s: %s is a folder of files, and this is a file", path, format)
	case !info.Folder && there.IsDir():
		return Info{}, fmt.Errorf("%s: %s is a file, and this is a folder", path, format)
	}
	return info, nil
}

// openFile opens a file that may be compressed by gzip. Then it is unpacked into a
// file without a name: readers want to go back and forth.
func openFile(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	var start [2]byte
	if _, err := f.ReadAt(start[:], 0); err != nil || !bytes.Equal(start[:], []byte{0x1f, 0x8b}) {
		return f, nil
	}
	defer f.Close()
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	out, err := unpack(z, maxUnpacked)
	if err != nil {
		return nil, fmt.Errorf("%s: unpacking: %w", path, err)
	}
	return out, nil
}

// maxUnpacked bounds what a compressed file may hold: a broken one must not fill every
// disk.
const maxUnpacked = 1 << 34 // bytes

// unpack makes a file without a name of less than so many bytes.
func unpack(from io.Reader, most int64) (*os.File, error) {
	out, err := os.CreateTemp("", ".maskgraph*")
	if err != nil {
		return nil, err
	}
	n, err := io.Copy(out, io.LimitReader(from, most))
	if n == most {
		err = fmt.Errorf("it holds more than %d GB", most>>30)
	}
	if err = errors.Join(err, os.Remove(out.Name())); err == nil {
		_, err = out.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, out.Close())
	}
	return out, nil
}
