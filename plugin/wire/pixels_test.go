package wire

import (
	"context"
	"errors"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
	"github.com/maskgraph/maskgraph/plugin/wire/shm"
)

// bothSides are the pools of a host and a program in one process.
func bothSides(t *testing.T) (*hostPixels, *pluginPixels) {
	t.Helper()
	host := &hostPixels{}
	if err := host.open("test", nil); err != nil {
		t.Fatal(err)
	}
	if !host.shared() {
		t.Skip("no shared memory here")
	}
	px := &pluginPixels{lent: map[uint64][]func(){}}
	for i, f := range host.files() {
		fd, err := unix.Dup(int(f.Fd()))
		if err != nil {
			t.Fatal(err)
		}
		pool, err := shm.Open(uintptr(fd), i == ownPool)
		if err != nil {
			t.Fatal(err)
		}
		*[]**shm.Pool{&px.host, &px.own}[i] = pool
	}
	t.Cleanup(func() {
		if err := errors.Join(host.close(), px.host.Close(), px.own.Close()); err != nil {
			t.Error(err)
		}
	})
	return host, px
}

// steady is a node that gives frames in slots of its own, and others.
type steady struct {
	pool *shm.Pool
	n    int
	last *nodes.Frame
}

func (s *steady) Process(context.Context, nodes.Packet) (nodes.Packet, error) {
	var out nodes.Packet
	switch s.n++; s.n % 3 {
	case 0:
		out.Put("frame", nodes.NewFrame(2, 2, nodes.Gray8, []byte{1, 2, 3, byte(s.n)}, nil))
	case 1:
		pix, err := s.pool.Alloc(4)
		if err != nil {
			return out, err
		}
		s.last = nodes.NewFrame(2, 2, nodes.Gray8, pix, func() { s.pool.Free(pix) })
		pix[3] = byte(s.n)
		out.Put("frame", s.last.Retain())
	case 2: // the same once more
		out.Put("frame", s.last)
	}
	return out, nil
}
func (*steady) Close() error { return nil }

// TestSlotsComeBack follows slots of the program from its Alloc over the host to its Free.
func TestSlotsComeBack(t *testing.T) {
	host, px := bothSides(t)
	s := newServer(nodes.MustRegistry(), nil)
	s.pixels = px
	out := []nodes.Port{{Name: "frame", Type: nodes.TypeFrame}}
	id := s.add(&steady{pool: px.own}, nodes.Info{Out: out}).GetNode()
	for i := range 30 {
		resp, err := s.Process(t.Context(), &pb.ProcessRequest{Node: id, Released: host.take()})
		if err != nil {
			t.Fatal(err)
		}
		c := host.call(nodes.Packet{})
		p, err := packetFrom(resp.GetPacket(), out, c.receive)
		c.done()
		if err != nil {
			t.Fatal(err)
		}
		if slots, _ := px.own.InUse(); slots < 1 || slots > 2 {
			t.Fatalf("after packet %d %d slots are in use", i, slots)
		}
		p.Release()
	}
	px.takeBack(host.take())
	if slots, _ := px.own.InUse(); slots != 0 || len(px.lent) != 0 {
		t.Errorf("at the end %d slots are in use, %d lent", slots, len(px.lent))
	}
	px.takeBack([]*pb.Slot{{Pool: ownPool, Offset: 4096}, {Pool: hostPool}}) // nobody has them
}

// TestUndo frees the slots of an answer that nobody will get.
func TestUndo(t *testing.T) {
	_, px := bothSides(t)
	s := newServer(nodes.MustRegistry(), nil)
	s.pixels = px
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	id := s.add(&steady{pool: px.own, n: 2}, nodes.Info{Out: []nodes.Port{{Name: "frame", Type: nodes.TypeFrame}}}).GetNode()
	if _, err := s.Process(ctx, &pb.ProcessRequest{Node: id}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if slots, _ := px.own.InUse(); slots != 0 {
		t.Errorf("%d slots are in use", slots)
	}
}

// TestForeignSlots refuses what a peer must not name.
func TestForeignSlots(t *testing.T) {
	host, px := bothSides(t)
	frame := func(pool uint32, offset uint64) *pb.Frame {
		return &pb.Frame{Width: 2, Height: 2, Channels: 1, Pixels: &pb.Frame_Slot{Slot: &pb.Slot{Pool: pool, Offset: offset}}}
	}
	in := host.call(nodes.Packet{})
	defer in.done()
	plugin := &pluginCall{px: px}
	tests := []struct {
		name    string
		receive func(*pb.Frame) (*nodes.Frame, error)
		msg     *pb.Frame
	}{
		{"answer in the host's pool", in.receive, frame(hostPool, 0)},
		{"answer beyond the pool", in.receive, frame(ownPool, 1<<60)},
		{"answer in pool 2", in.receive, frame(2, 0)},
		{"answer with an input that is not there", in.receive, &pb.Frame{Pixels: &pb.Frame_Input{Input: "frame"}}},
		{"request beyond the pool", plugin.receive, frame(hostPool, 1<<60)},
		{"request in pool 2", plugin.receive, frame(2, 0)},
		{"request inline on a host without pools", (&pluginCall{px: &pluginPixels{}}).receive, frame(hostPool, 0)},
		{"request that passes on", plugin.receive, &pb.Frame{Width: 1, Height: 1, Channels: 1, Pixels: &pb.Frame_Input{Input: "frame"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if f, err := tt.receive(tt.msg); err == nil {
				f.Release()
				t.Error("taken")
			}
		})
	}
}
