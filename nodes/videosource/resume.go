package videosource

import (
	"context"
	"encoding/json"
	"fmt"
)

// position is how far a source has come.
type position struct {
	Opened  int  // clips
	Reading bool // the last of them
	Taken   int  // frames read from it
	Read    int
	Given   uint64
	Clock   clock
	Streams int
	Counts  map[string]int64 // of what went wrong with a live stream
}

// Snapshot is how far the source has read.
func (n *node) Snapshot() ([]byte, error) {
	return json.Marshal(position{n.opened, n.reading != nil, n.taken, n.read, n.given, n.clock, n.streams, n.Report().Counters})
}

// Restore reads on where a snapshot was taken: with the same frame of a file, with
// the present one of a live stream.
func (n *node) Restore(state []byte) error {
	var at position
	if err := json.Unmarshal(state, &at); err != nil {
		return fmt.Errorf("no position in a video: %w", err)
	}
	if at.Opened < 0 || at.Opened > len(n.clips) || at.Reading && at.Opened == 0 || at.Taken < 0 {
		return fmt.Errorf("a position in clip %d, of which there are %d", at.Opened, len(n.clips))
	}
	n.past = at.Counts
	if !at.Reading {
		n.clips, n.opened, n.streams = n.clips[at.Opened:], at.Opened, at.Streams
		return nil
	}
	n.clips, n.opened = n.clips[at.Opened-1:], at.Opened-1
	if err := n.next(context.Background()); err != nil {
		return err
	}
	if n.reading == nil {
		return n.failed
	}
	if n.live {
		at.Taken = 0
	}
	for range at.Taken {
		pic, err := n.reading.read(context.Background(), nil)
		if err != nil {
			return fmt.Errorf("reading on after %d frames: %w", at.Taken, err)
		}
		pic.release()
	}
	n.taken, n.read, n.given, n.clock, n.streams = at.Taken, at.Read, at.Given, at.Clock, at.Streams
	return nil
}
