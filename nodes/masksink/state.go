package masksink

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// state is what a snapshot holds. It grows with the number of streams, not of
// frames: what does lies in files that only grow, and their sizes are here.
type state struct {
	Taken           time.Time
	Counters        map[string]int64
	Files, Warnings []string
	Streams         []string // names that are taken
	Stamp           nodes.Stamp
	Stream          string
	StreamsBefore   int
	FramesBefore    int
	Names           namesState
	Sinks           []sinkState
}

// sinkState is the state of a sink and, when Open, of the output that it writes.
type sinkState struct {
	Setting, Final   string
	Frames, Pictures int
	Open             bool

	Overlay  overlayState
	Exact    exactState
	Cutouts  cutoutsAbout
	Document []byte
}

// Snapshot tells how far every file has got: see sink.restore. It must be kept
// before the next packet comes.
func (n *node) Snapshot() ([]byte, error) {
	st := state{
		Taken:    time.Now(),
		Counters: n.counters, Files: n.files, Warnings: n.warnings, Streams: slices.Sorted(maps.Keys(n.streams)),
		Stamp: n.now.stamp, Stream: n.now.stream, StreamsBefore: n.now.streams, FramesBefore: n.now.frames, Names: n.frames.state(),
	}
	for _, s := range n.sinks {
		of, err := s.state()
		if err != nil {
			return nil, s.failed(err)
		}
		st.Sinks = append(st.Sinks, of)
	}
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(st)
	return b.Bytes(), err
}

func (s *sink) state() (st sinkState, err error) {
	st = sinkState{Setting: s.setting, Final: s.final, Frames: s.frames, Pictures: s.pictures, Open: s.out != nil}
	if s.out != nil {
		err = s.out.save(&st)
	}
	return st, err
}

// Restore takes a snapshot of a node with the same settings and goes on with its
// files. After an error the node writes nothing.
func (n *node) Restore(saved []byte) error {
	var st state
	if err := gob.NewDecoder(bytes.NewReader(saved)).Decode(&st); err != nil {
		return fmt.Errorf("restore: not a snapshot of this version: %w", err)
	}
	same := func(s *sink, st sinkState) bool { return s.setting == st.Setting }
	if !slices.EqualFunc(n.sinks, st.Sinks, same) {
		return errors.New("restore: a snapshot of a MaskSink with other outputs")
	}
	for i, s := range n.sinks {
		if err := s.restore(st.Sinks[i], st.Taken); err != nil {
			return errors.Join(fmt.Errorf("restore: %w", s.failed(err)), n.letGo())
		}
	}
	if err := n.frames.restore(st.Names); err != nil {
		return errors.Join(fmt.Errorf("restore: %w", err), n.letGo())
	}
	maps.Copy(n.counters, st.Counters)
	n.files, n.warnings = st.Files, st.Warnings
	for _, name := range st.Streams {
		n.streams[name] = true
	}
	n.now = record{stamp: st.Stamp, stream: st.Stream, streams: st.StreamsBefore, frames: st.FramesBefore}
	return nil
}
