package masksink

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// finisher is an output whose end writes once more what is in its second file: so many
// bytes.
type finisher interface{ aside() int64 }

// aside is what the ends of all outputs write.
func (n *node) aside() int64 {
	sum := int64(0)
	for _, s := range n.sinks {
		if f, ok := s.out.(finisher); ok {
			sum += f.aside()
		}
	}
	return sum
}

// leastRoom is what must be free on the disk beside that: a container's index takes a
// few MB for hours of video.
const leastRoom = 8 << 20

// room sees to it that what is there can be made whole files at any moment.
func (s *sink) room(aside int64) error {
	if s.final == "" {
		return nil
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(s.temp), &fs); err != nil {
		return os.NewSyscallError("statfs", err)
	}
	if free := fs.Bavail * uint64(fs.Bsize); free < leastRoom+uint64(aside) {
		return fmt.Errorf("the disk is full (%d MB free, the end of what is being written takes %d MB): make room or choose another folder",
			free>>20, (leastRoom+uint64(aside))>>20)
	}
	return nil
}
