package masksink

import (
	"errors"
	"fmt"
	"os"
)

// journal appends to a file in whole pieces: a piece that does not fit is taken
// back, so that what is there can still be completed. Nothing waits in this
// process: what was written lies with the kernel, and outlives the process.
type journal struct {
	file *os.File
	size int64
}

func newJournal(path string) (*journal, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &journal{file: f}, nil
}

// reopenJournal goes on where the file had a size; what came later is cut off. A
// file that is missing or shorter is os.ErrNotExist.
func reopenJournal(path string, size int64) (*journal, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.Size() < size {
		err = fmt.Errorf("%s has lost its end: %w", path, os.ErrNotExist)
	}
	if err == nil {
		err = f.Truncate(size)
	}
	if err == nil {
		_, err = f.Seek(size, 0)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &journal{file: f, size: size}, nil
}

func (j *journal) Write(piece []byte) (int, error) {
	n, err := j.file.Write(piece)
	if err != nil {
		_ = j.file.Truncate(j.size) // the first error is the one that counts
		_, _ = j.file.Seek(j.size, 0)
		return n, err
	}
	j.size += int64(n)
	return n, nil
}

func (j *journal) Close() error { return j.file.Close() }
