package masksink

import (
	"errors"
	"fmt"
	"os"
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
//     comes back if the new one does not follow.
//  4. The second file is removed.
//
// After 3 the temporary file is missing: then the file that got the name is taken
// back by another rename. After 4 the second file is missing or, when somebody
// died over this very repair, too short: then it is made again of the whole one.
// Whatever ended the file comes again, since no snapshot was taken after it, and
// ends it once more.
func (s *sink) restore(st sinkState) (err error) {
	s.final, s.frames, s.pictures = st.Final, st.Frames, st.Pictures
	if !st.Open {
		return nil
	}
	if s.final == "" { // the standard output
		s.out, err = s.reopen("", &st)
		return err
	}
	if s.folder {
		if err := replaced(s.final); err != nil {
			return err
		}
	}
	s.temp = tempPath(s.final, s.folder)
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

// takeBack gives the file that has got its name the temporary one again, unless
// there is one.
func (s *sink) takeBack() error {
	if _, err := os.Stat(s.temp); err == nil {
		return nil
	}
	whole, err := os.Stat(s.final)
	partly, err2 := os.Stat(incompletePath(s.final, s.folder))
	switch {
	case err != nil && err2 != nil:
		return fmt.Errorf("nothing is left of what was written: %w", err)
	case err != nil || err2 == nil && partly.ModTime().After(whole.ModTime()):
		return os.Rename(incompletePath(s.final, s.folder), s.temp)
	}
	return os.Rename(s.final, s.temp)
}

// letGo closes what is open and leaves it as it lies, as a death would.
func (n *node) letGo() error {
	err := n.frames.close()
	n.frames = frameNames{taken: names{}}
	for _, s := range n.sinks {
		if s.out != nil {
			err = errors.Join(err, s.out.close())
			s.out = nil
		}
		s.pictures = 0
	}
	return err
}
