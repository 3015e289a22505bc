package recorder

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes/internal/av"
)

// finish makes a file of every log that is over, oldest first, and removes what is too
// much. What fails is told, and tried again the next time.
func (s *shelf) finish() {
	logs, err := filepath.Glob(filepath.Join(globEscaped(s.hidden), "*"+packetsEnding))
	if err != nil {
		s.log.Warn("segments cannot be completed", "error", err)
	}
	slices.Sort(logs)
	for _, log := range logs {
		s.mu.Lock()
		running := log == s.running
		s.mu.Unlock()
		if running {
			continue
		}
		if err := s.finishOne(log); err != nil {
			s.log.Warn("a segment cannot be completed", "log", log, "error", err)
		}
	}
	s.prune()
}

// globEscaped is a path that stands for itself in a pattern.
func globEscaped(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// finishOne is done in an order in which no moment of death is wrong: the file is whole
// and on the disk when it gets its name, and the log goes last.
func (s *shelf) finishOne(log string) error {
	name := strings.TrimSuffix(filepath.Base(log), packetsEnding)
	temp, final := strings.TrimSuffix(log, packetsEnding), filepath.Join(filepath.Dir(s.pattern), name)
	size := sizeOf(log)
	frames, err := muxLog(log, temp)
	if err != nil {
		_ = os.Remove(temp)
		return err
	}
	if frames == 0 {
		return errors.Join(removeIfThere(temp), os.Remove(log))
	}
	info, err := synced(temp)
	if err == nil {
		err = os.Rename(temp, final)
	}
	if err != nil {
		return err
	}
	s.log.Info("wrote", "file", final, "frames", frames)
	s.counts.wrote(final)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = max(0, s.waiting-size)
	return errors.Join(s.index.add(entry{Name: name, Bytes: info.Size(), Changed: info.ModTime()}), os.Remove(log))
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// synced sees to it that a file's bytes are on the disk.
func synced(path string) (os.FileInfo, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	err = f.Sync()
	info, err2 := f.Stat()
	return info, errors.Join(err, err2, f.Close())
}

// muxLog makes a video of a log and returns its frames: all up to where the log is
// damaged, as it is when a death came in the middle of a record. There may be none.
func muxLog(log, path string) (int, error) {
	f, err := os.Open(log)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	params, packets, err := av.ReadLog(io.Reader(f))
	if err != nil {
		return 0, nil //nolint:nilerr // a death came before the header was there
	}
	frames, err := av.Mux(path, params, whole(packets), 0)
	if err != nil {
		return 0, fmt.Errorf("making the video file: %w", err)
	}
	return frames, nil
}

// whole is a sequence up to its first error.
func whole(packets iter.Seq2[av.Packet, error]) iter.Seq2[av.Packet, error] {
	return func(yield func(av.Packet, error) bool) {
		for p, err := range packets {
			if err != nil || !yield(p, nil) {
				return
			}
		}
	}
}
