package recorder

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"
)

// shelf is where the segments of one stream lie: the files under their names, and a
// hidden folder beside them with
//
//	lock        held by the process that records
//	segments    what has been written and not removed, see index
//	*.packets   logs of which no file has been made yet
//
// Methods may be called from several goroutines.
type shelf struct {
	pattern string // of the files, with {time}
	hidden  string
	keep    Keep
	log     *slog.Logger
	counts  *counts
	now     func() time.Time
	lock    *os.File

	mu      sync.Mutex
	index   *index
	running string // the log that is being written
	waiting int64  // size of the logs that are over and no files yet
}

const packetsEnding = ".packets"

var notInName = regexp.MustCompile(`[^\pL\pN._-]`)

// patternOf is the path of a stream's segments, with {time}.
func patternOf(path, stream string) string {
	path = filepath.Clean(path)
	ext := filepath.Ext(path)
	stem := strings.TrimSuffix(path, ext)
	name := strings.TrimLeft(notInName.ReplaceAllString(stream, "_"), ".")
	if name == "" {
		name = "stream"
	}
	if !strings.Contains(stem, timeField) {
		stem += "-" + timeField
	}
	return strings.ReplaceAll(stem, streamField, name) + ext
}

var errInUse = errors.New("another run records there: choose another path, or put {stream} in it")

func openShelf(path, stream string, keep Keep, log *slog.Logger, c *counts) (*shelf, error) {
	s := &shelf{pattern: patternOf(path, stream), keep: keep, log: log, counts: c, now: time.Now}
	base := strings.TrimSuffix(filepath.Base(s.pattern), filepath.Ext(s.pattern))
	s.hidden = filepath.Join(filepath.Dir(s.pattern), "."+strings.ReplaceAll(base, timeField, "segments"))
	if err := os.MkdirAll(s.hidden, 0o755); err != nil {
		return nil, fmt.Errorf("cannot make its folder: %w", err)
	}
	var err error
	if s.lock, err = os.OpenFile(filepath.Join(s.hidden, "lock"), os.O_CREATE|os.O_RDWR, 0o644); err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(s.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = s.lock.Close()
		return nil, fmt.Errorf("%s: %w", s.pattern, errInUse)
	}
	if s.index, err = openIndex(filepath.Join(s.hidden, "segments"), filepath.Dir(s.pattern)); err != nil {
		_ = s.lock.Close()
		return nil, err
	}
	return s, nil
}

// timeForm sorts as time does, and may stand in names everywhere.
const timeForm = "2006-01-02T15-04-05.000Z"

// newLog begins the log of a segment whose first frame is of that time.
func (s *shelf) newLog(start time.Time) (*os.File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ; ; start = start.Add(time.Millisecond) { // no name twice
		name := strings.ReplaceAll(filepath.Base(s.pattern), timeField, start.UTC().Format(timeForm))
		if _, err := os.Lstat(filepath.Join(filepath.Dir(s.pattern), name)); err == nil {
			continue
		}
		path := filepath.Join(s.hidden, name+packetsEnding)
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil {
			s.running = path
		}
		return f, err
	}
}

func (s *shelf) logIsOver(size int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running = ""
	s.waiting += size
}

func (s *shelf) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.index.close(), s.lock.Close())
}
