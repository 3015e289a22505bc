package tracker

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
)

// memory is what a node carries from one packet to the next. Its JSON is the
// node's Snapshot.
type memory struct {
	Stream    string
	Follower  *Follower
	Instances int64 // came in
	Tracked   int64 // belonged to a confirmed track
	BestScore float32
	Moves     int64      // frames on which the camera had moved
	Seen      *thumbnail // the last picture, nil without the input frame
}

// Snapshot is the node's memory as JSON, which writes numbers so that they come
// back exactly.
func (n *node) Snapshot() ([]byte, error) { return json.Marshal(n.memory) }

// Restore takes a Snapshot of a node with the same settings. After an error the
// node is as it was.
func (n *node) Restore(saved []byte) error {
	m := memory{Follower: NewFollower(n.cfg)}
	if err := json.Unmarshal(saved, &m); err != nil {
		return fmt.Errorf("tracker: restore: not a snapshot of this version: %w", err)
	}
	if m.Follower == nil {
		return errors.New("tracker: restore: the snapshot has no tracks: take one with Snapshot")
	}
	if m.Seen != nil && !m.Seen.valid() {
		return errors.New("tracker: restore: the snapshot's picture is broken: take one with Snapshot")
	}
	n.memory = m
	return nil
}

// Report counts instances and tracks.
func (n *node) Report() nodes.Report {
	r := nodes.Report{Counters: map[string]int64{
		"instances_in":      n.Instances,
		"instances_tracked": n.Tracked,
		"tracks_born":       int64(n.Follower.Born()),
		"tracks_live":       int64(n.Follower.Live()),
	}}
	if n.Seen != nil {
		r.Counters["camera_moves"] = n.Moves
	}
	if n.Instances > 0 && n.BestScore < float32(n.cfg.NewScore) {
		r.Warnings = append(r.Warnings, fmt.Sprintf(
			"none of %d instances could begin a track: the best scored %.2f; lower high_score and new_score", n.Instances, n.BestScore))
	}
	if n.Instances > 0 && n.Seen == nil && n.cfg.ColourGate > 0 {
		r.Warnings = append(r.Warnings, "colour_gate does nothing without pictures: connect the input frame")
	}
	return r
}

// MarshalJSON writes the Follower's tracks, without its settings.
func (f *Follower) MarshalJSON() ([]byte, error) { return json.Marshal(f.state) }

// UnmarshalJSON takes over what MarshalJSON wrote.
func (f *Follower) UnmarshalJSON(saved []byte) error {
	var s state
	if err := json.Unmarshal(saved, &s); err != nil {
		return err
	}
	for i := range s.Tracks {
		t := &s.Tracks[i]
		if err := checkMask(t.Mask); err != nil {
			return fmt.Errorf("track %d: %w", t.ID, err)
		}
		if len(t.Votes) == 0 {
			return fmt.Errorf("track %d: was never seen", t.ID)
		}
		t.shape = newShape(t.Mask)
	}
	f.state = s
	return nil
}

// maskSide is the most pixels along a side of a mask that is taken back.
const maskSide = 1 << 16

// checkMask refuses runs that do not fill their crop, and sizes that nothing has:
// walking over such a mask could fail, or take for ever.
func checkMask(m *nodes.Mask) error {
	if m == nil {
		return nil
	}
	if max(m.W, m.H) > maskSide {
		return fmt.Errorf("mask of %dx%d is larger than any picture", m.W, m.H)
	}
	total := 0
	for _, r := range m.Runs {
		total += int(r)
	}
	if m.W < 0 || m.H < 0 || total != m.W*m.H {
		return fmt.Errorf("mask of %dx%d has runs for %d pixels", m.W, m.H, total)
	}
	return nil
}
