// Package files is how nodes and converters put files on the disk: pieces that are
// appended whole, under temporary names, until a file is complete and gets its own.
package files

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// Journal appends to a file in whole pieces: a piece that does not fit is taken
// back, so that what is there can still be completed. Nothing waits in this
// process: what was written lies with the kernel, and outlives the process.
type Journal struct {
	file *os.File
	size int64
}

// Create begins a file, an empty one if there was one of the name.
func Create(path string) (*Journal, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &Journal{file: f}, nil
}

// Reopen goes on where the file had a size; what came later is cut off. A file that
// is missing or shorter is os.ErrNotExist.
func Reopen(path string, size int64) (*Journal, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	j := &Journal{file: f}
	info, err := f.Stat()
	if err == nil && info.Size() < size {
		err = fmt.Errorf("%s has lost its end: %w", path, os.ErrNotExist)
	}
	if err == nil {
		err = j.Cut(size)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return j, nil
}

// Write appends a piece.
func (j *Journal) Write(piece []byte) (int, error) {
	n, err := j.file.Write(piece)
	if err != nil {
		_ = j.Cut(j.size) // the first error is the one that counts
		return n, err
	}
	j.size += int64(n)
	return n, nil
}

// Cut goes back to a size that the file had.
func (j *Journal) Cut(size int64) error {
	if err := j.file.Truncate(size); err != nil {
		return err
	}
	j.size = size
	_, err := j.file.Seek(size, io.SeekStart)
	return err
}

// Size is that of all pieces, in bytes.
func (j *Journal) Size() int64 { return j.size }

// ReadAt reads what was written.
func (j *Journal) ReadAt(p []byte, at int64) (int, error) { return j.file.ReadAt(p, at) }

// Reader reads all pieces from the first on.
func (j *Journal) Reader() io.Reader { return io.NewSectionReader(j.file, 0, j.size) }

// Close leaves the file as it is.
func (j *Journal) Close() error { return j.file.Close() }
