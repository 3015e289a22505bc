package masksink

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// restore goes on where a snapshot was taken. No moment of death is wrong, because
// everything is done in this order:
//
//  1. Files are written under temporary names and only grow; the snapshot after a
//     packet has their sizes. So long as they are there, a restore cuts off what
//     came later, such as half a line, and the packet is written again.
//  2. At the end a file is made whole under a temporary name. What a second file
//     held until then (a video's packets, COCO's list of images) is in it, too.
//  3. The file is renamed: this is the one step at which it gets its name, and it
//     cannot be half done. A folder that has this name steps aside before, and
//     comes back if the new one does not follow. Pictures that another sink writes
//     into a folder lie under its name from the first on, and stay there.
//  4. The second file is removed, if the file has all that there will ever be: not
//     when the run was broken off and may be resumed.
//
// After 3 the temporary file is missing: then the file that got the name is taken
// back by another rename. After 4 the second file is missing: then there is nothing to
// add, and what comes again is not written. A video needs no second file to go on: it
// is made again of the whole one.
// Whatever ended the file comes again, since no snapshot was taken after it, and
// ends it once more.
func (s *sink) restore(st sinkState, taken time.Time) (err error) {
	s.final, s.frames, s.pictures = st.Final, st.Frames, st.Pictures
	if !st.Open {
		return nil
	}
	if s.final == "" { // the standard output
		s.out, err = s.reopen("", &st)
		return err
	}
	s.temp = files.Temp(s.final, s.owned != nil)
	if s.owned != nil {
		if err := errors.Join(files.Replaced(s.final, s.owned), files.LeaveGuest(s.temp, s.final, s.owned)); err != nil {
			return err
		}
	}
	if s.side != "" && !s.rebuilds {
		if _, gone := os.Stat(s.temp + s.side); gone != nil {
			if !s.isWhole(taken) {
				return fmt.Errorf("nothing is left of what was written: %w", gone)
			}
			s.out = whole{}
			return nil
		}
	}
	s.out, err = s.reopen(s.temp, &st)
	if errors.Is(err, os.ErrNotExist) {
		if err = s.takeBack(); err == nil {
			s.out, err = s.reopen(s.temp, &st)
		}
	}
	if err != nil {
		s.out = nil
	}
	return err
}

// isWhole says that the file has been ended for good since then.
func (s *sink) isWhole(taken time.Time) bool {
	info, err := s.stat(s.final)
	return err == nil && !info.ModTime().Before(taken.Add(-clockStep))
}

// stat is that of a file or, of a folder, of what marks it as one of ours.
func (s *sink) stat(name string) (os.FileInfo, error) {
	if s.owned != nil {
		name = filepath.Join(name, s.owned.Marker)
	}
	return os.Stat(name)
}

// clockStep is how far the times of files may be behind.
const clockStep = time.Second

// whole is a file that was ended before: it has what comes.
type whole struct{}

func (whole) write(record) error    { return nil }
func (whole) end(bool) error        { return nil }
func (whole) save(*sinkState) error { return nil }
func (whole) close() error          { return nil }

// takeBack gives the file that has got its name the temporary one again, unless
// there is one.
func (s *sink) takeBack() error {
	if _, err := os.Stat(s.temp); err == nil {
		return nil
	}
	incomplete := files.Incomplete(s.final, s.owned != nil)
	whole, err := s.stat(s.final)
	partly, err2 := s.stat(incomplete)
	switch {
	case err != nil && err2 != nil:
		return fmt.Errorf("nothing is left of what was written: %w", err)
	case err != nil || err2 == nil && partly.ModTime().After(whole.ModTime()):
		return os.Rename(incomplete, s.temp)
	}
	err = os.Rename(s.final, s.temp)
	if err == nil && s.owned != nil {
		err = files.LeaveGuest(s.temp, s.final, s.owned)
	}
	return err
}

// letGo closes what is open and leaves it as it lies, as a death would.
func (n *node) letGo() error {
	err := n.frames.close()
	n.frames = frameNames{taken: files.Names{}}
	for _, s := range n.sinks {
		if s.out != nil {
			err = errors.Join(err, s.out.close())
			s.out = nil
		}
		s.pictures = 0
	}
	return err
}
