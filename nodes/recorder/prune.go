package recorder

import (
	"time"
)

// prune removes the oldest segments until the rest is within the limits.
func (s *shelf) prune() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.index.entries) > 0 && s.tooMuch() {
		if !s.remove() {
			return
		}
	}
}

func (s *shelf) tooMuch() bool {
	x, k := s.index, s.keep
	age := s.now().Sub(x.entries[0].Changed)
	return k.Files > 0 && len(x.entries) > k.Files || k.GB > 0 && float64(x.bytes()) > k.GB*1e9 ||
		k.Hours > 0 && age > time.Duration(k.Hours*float64(time.Hour))
}

// dropOldest removes the oldest segment, if there is one.
func (s *shelf) dropOldest() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.index.entries) > 0 && s.remove()
}

// remove takes the oldest segment off the list. s.mu is held.
func (s *shelf) remove() bool {
	path, done, err := s.index.removeOldest()
	if err != nil {
		s.log.Warn("an old segment cannot be removed", "file", path, "error", err)
		return false
	}
	if done {
		s.log.Info("removed", "file", path)
		s.counts.lost(path)
	}
	return true
}
