package nodes

import (
	"context"
	"log/slog"

	"github.com/maskgraph/maskgraph/models"
)

// Node is one box of a running graph. Whoever runs it calls Process from one
// goroutine at a time, in the order of stamps, and Close once, after the last
// Process.
type Node interface {
	// Process answers one packet with one packet. A node without inputs is a
	// source: it gets empty packets and is called until it returns io.EOF. A
	// node without outputs returns an empty packet. Frames in the packet are
	// borrowed: they may be read until Process returns (see Frame). ctx is for the
	// packet's stream (see StreamOf). The stamp
	// of the answer is ignored, except a source's. With an error the answer is
	// ignored, and must hold no frame.
	Process(ctx context.Context, in Packet) (Packet, error)
	// Close gives back everything the node holds. Without a Finish before it,
	// the run was broken off.
	Close() error
}

// Finisher is a node that has something to complete when its inputs have ended
// well, such as a file. Finish is called once, after the last Process and before
// Close. A node that is closed without it was cut short and must not leave
// anything behind that looks complete.
type Finisher interface {
	Finish(ctx context.Context) error
}

// Anticipator is a node that wants to see packets before their turn, such as to begin
// with what takes long, or because what it answers depends on what comes later.
//
// Anticipate is called with every packet once, in order, from the goroutine that calls
// Process, before that is called with the packet that comes Ahead places earlier, or
// later when frames are so large that many of them would take too much memory. Frames
// are borrowed until Anticipate returns, and may be kept by Retain. The answer comes
// from Process, which is also the place for errors. Graphs of live sources, where nobody
// should wait for later frames, do not call it, so nodes must do without.
type Anticipator interface {
	// Ahead is how many packets after the one in hand it wants to see. It does not
	// change while the node is open.
	Ahead() int
	Anticipate(ctx context.Context, next Packet)
}

// Interrupt marks the context of a Finish: the sources were told to stop before their
// ends, and another run may go on with what this one completes.
func Interrupt(ctx context.Context) context.Context {
	return context.WithValue(ctx, interrupted{}, true)
}

// Interrupted says whether a context is marked by Interrupt.
func Interrupted(ctx context.Context) bool { return ctx.Value(interrupted{}) != nil }

type interrupted struct{}

// Source is what a node without inputs may say about itself.
type Source interface {
	// Frames is how many packets it will give in all, 0 when unknown. It is
	// meant for progress and may be wrong for broken files.
	Frames() int
	// Live says that the source does not wait: what is not taken in time is to
	// be dropped by whoever runs it, oldest first.
	Live() bool
	// Queue is how many packets may wait until the graph is ready for them. A live
	// source has one that waits when it says 0; any other one reads ahead.
	Queue() int
}

// Reporter is a node that counts what it does and names what it wrote. Report
// may be called at any time between two calls of Process, and after Finish or
// Close.
type Reporter interface {
	Report() Report
}

// Report is a node's account of its work so far.
type Report struct {
	Counters map[string]int64 // by name in snake_case, such as encoder_runs
	Files    []string         // complete files, in the order of completion
	Warnings []string         // what the user should know about the result
	// Facts are what the result depends on beside graph and inputs, such as the
	// hashes of model files, in words.
	Facts map[string]string
}

// Snapshotter is a stateful node that can be moved, resumed or restarted.
// Restore on a fresh node with the same config continues where Snapshot was taken.
type Snapshotter interface {
	Snapshot() ([]byte, error)
	Restore(state []byte) error
}

// Env is what the program gives to a node, as opposed to its Config, which is
// the user's.
type Env struct {
	Name   string        // the node's name in the graph
	Stream string        // what a source calls its stream, if it has only one; empty: as it likes
	Log    *slog.Logger  // carries the node's name already
	Models *models.Store // where model files are
	Shared *Shared       // what the nodes of this process use together

	// Threads is how many processors one computation may use, where the node's own
	// settings say nothing. 0: all.
	Threads int

	// NewFrame, when it is there, gives memory that other processes see too, for
	// frames that the node makes: a frame with one reference and old pixels, which
	// the node overwrites before it returns the frame. A node may use memory of its
	// own instead; such a frame is copied when it goes to another process.
	NewFrame func(width, height int, format PixelFormat) (*Frame, error)

	// Resumable says that the process may be killed at any moment and the node
	// continued from its last snapshot: what it writes must bear that.
	Resumable bool

	// Restart, when it is there, ends the process, which is then started again and the
	// node continued from its last snapshot. It is for when nothing else helps, such as
	// a driver that hangs, and does not return. why goes to the log.
	Restart func(why error)
}

// Info describes a node type to people and to the graph's checks.
type Info struct {
	Type string // CamelCase, as written in graph files
	Doc  string // one or more sentences for the person who writes a graph
	In   []Port
	Out  []Port
}
