package supervise

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"strconv"
	"syscall"
	"testing"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

func TestMain(m *testing.M) {
	wiretest.Main(nodes.MustRegistry(fragile, sum, sink, stuck, prophet))
	goleak.VerifyTestMain(m)
}

var (
	boxesIn  = []nodes.Port{{Name: "boxes", Type: nodes.TypeBoxes, Doc: "What comes in."}}
	boxesOut = []nodes.Port{{Name: "boxes", Type: nodes.TypeBoxes, Doc: "What goes out."}}
)

// fault says at which frame a node dies, and how.
type fault struct {
	At   int    `yaml:"at" doc:"The frame's seq. -1: when the settings are checked."`
	How  string `yaml:"how" enum:"none,panic,exit,kill,segv,hang" doc:"What happens."`
	Once string `yaml:"once" doc:"A file that keeps it from happening again. Empty: it always does."`
}

// Validate dies when that is the time.
func (f fault) Validate() error {
	f.strike(context.Background(), nodes.Packet{Stamp: nodes.Stamp{Seq: math.MaxUint64}})
	return nil
}

// strike dies, unless it is not time or has happened before.
func (f fault) strike(ctx context.Context, in nodes.Packet) {
	if f.How == "none" || int(in.Stamp.Seq) != f.At {
		return
	}
	if f.Once != "" {
		file, err := os.OpenFile(f.Once, os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return
		}
		_ = file.Close()
	}
	switch f.How {
	case "panic":
		panic(fmt.Sprintf("frame %d is not to my taste", in.Stamp.Seq))
	case "exit":
		os.Exit(0)
	case "kill":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case "segv":
		_ = syscall.Kill(os.Getpid(), syscall.SIGSEGV)
	case "hang":
		_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
	}
	<-ctx.Done()
}

// The fragile node passes boxes on, the sum counts all that it has seen, the sink
// swallows them.
var (
	fragile = nodes.Define(nodes.Info{Type: "Fragile", Doc: "Dies.", In: boxesIn, Out: boxesOut}, fault{How: "none"},
		func(_ context.Context, _ nodes.Env, f fault) (nodes.Node, error) { return fragileNode{f}, nil })
	sum = nodes.Define(nodes.Info{Type: "Sum", Doc: "Counts, and dies.", In: boxesIn, Out: boxesOut}, fault{How: "none"},
		func(_ context.Context, _ nodes.Env, f fault) (nodes.Node, error) { return &sumNode{fault: f}, nil })
	sink = nodes.Define(nodes.Info{Type: "Sink", Doc: "Swallows, and dies.", In: boxesIn}, fault{How: "none"},
		func(_ context.Context, _ nodes.Env, f fault) (nodes.Node, error) { return sinkNode{f}, nil })
)

type fragileNode struct{ fault }

func (n fragileNode) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	n.strike(ctx, in)
	var out nodes.Packet
	out.Put("boxes", in.Instances("boxes"))
	return out, nil
}

func (fragileNode) Close() error { return nil }

type sumNode struct {
	fault
	seen uint32
}

// Process answers with as many boxes' width as it has seen packets.
func (n *sumNode) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	n.seen++
	n.strike(ctx, in)
	var out nodes.Packet
	out.Put("boxes", &nodes.Instances{Width: 1000, Height: 10, Items: []nodes.Instance{{Box: nodes.Box{X2: float32(n.seen), Y2: 1}}}})
	return out, nil
}

func (n *sumNode) Report() nodes.Report {
	return nodes.Report{Counters: map[string]int64{"seen": int64(n.seen)}}
}

func (n *sumNode) Snapshot() ([]byte, error) {
	return binary.LittleEndian.AppendUint32(nil, n.seen), nil
}

func (n *sumNode) Restore(state []byte) error {
	if len(state) != 4 {
		return fmt.Errorf("want 4 bytes, got %d", len(state))
	}
	n.seen = binary.LittleEndian.Uint32(state)
	return nil
}

// Commands: add counts more, die ends the program, wrong is refused.
func (*sumNode) Commands() []string { return []string{"add", "die", "wrong"} }

func (n *sumNode) Command(_ context.Context, name string, body []byte) ([]byte, error) {
	switch name {
	case "add":
		more, err := strconv.Atoi(string(body))
		n.seen += uint32(more)
		return fmt.Append(nil, n.seen), err
	case "die":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
	return nil, &nodes.Refusal{Missing: true, Reason: "no such sum"}
}

func (*sumNode) Close() error { return nil }

type sinkNode struct{ fault }

func (n sinkNode) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	n.strike(ctx, in)
	return nodes.Packet{}, nil
}

func (sinkNode) Close() error { return nil }
