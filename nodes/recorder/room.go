package recorder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

var errFull = errors.New("the disk is full")

// leastRoom is what is left free on the disk, for the ends of other files.
const leastRoom = 16 << 20

// room is errFull when there is too little on the disk to make files of all logs, the
// one that is being written having that size.
func (s *shelf) room(size int64) error {
	s.mu.Lock()
	size += s.waiting
	s.mu.Unlock()
	var st syscall.Statfs_t
	err := syscall.Statfs(s.hidden, &st)
	if errors.Is(err, fs.ErrNotExist) { // somebody has removed everything
		if err := s.again(); err != nil {
			return err
		}
		err = syscall.Statfs(s.hidden, &st)
	}
	if err != nil {
		return os.NewSyscallError("statfs", err)
	}
	if free := int64(st.Bavail) * st.Bsize; free < leastRoom+size {
		return fmt.Errorf("%w (%d MB free, %d MB wanted): make room, or let keep remove old segments", errFull, free>>20, (leastRoom+size)>>20)
	}
	return nil
}

// again makes the hidden folder anew.
func (s *shelf) again() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(os.MkdirAll(s.hidden, 0o755), s.index.rewrite())
}
