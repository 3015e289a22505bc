package masksink

import "os"

// journal appends to a file in whole pieces: a piece that does not fit is taken
// back, so that what is there can still be completed.
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
