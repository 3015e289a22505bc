package wire

import (
	"fmt"
	"log/slog"
	"sync"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
	"github.com/maskgraph/maskgraph/plugin/wire/shm"
)

// pluginPixels is the program's side of the frames. Its pools are nil where pixels
// travel inline.
type pluginPixels struct {
	host, own *shm.Pool

	mu   sync.Mutex
	lent map[uint64][]func() // slots that the host reads, and how to free each
}

// openPools maps what the host has passed on.
func openPools() (*pluginPixels, error) {
	host, err := shm.Open(hostPoolFD, false)
	if err != nil {
		return nil, err
	}
	own, err := shm.Open(ownPoolFD, true)
	if err != nil {
		return nil, err
	}
	return &pluginPixels{host: host, own: own, lent: map[uint64][]func(){}}, nil
}

// lend leaves a slot alone until the host has released it.
func (px *pluginPixels) lend(at uint64, free func()) {
	px.mu.Lock()
	defer px.mu.Unlock()
	px.lent[at] = append(px.lent[at], free)
}

// takeBack frees slots that the host no longer reads.
func (px *pluginPixels) takeBack(slots []*pb.Slot) {
	for _, s := range slots {
		if free := px.claim(s); free != nil {
			free()
		} else {
			slog.Warn("the host has released a slot that it did not have", "pool", s.GetPool(), "offset", s.GetOffset())
		}
	}
}

func (px *pluginPixels) claim(s *pb.Slot) (free func()) {
	px.mu.Lock()
	defer px.mu.Unlock()
	frees := px.lent[s.GetOffset()]
	if s.GetPool() != ownPool || len(frees) == 0 {
		return nil
	}
	last := len(frees) - 1
	px.lent[s.GetOffset()] = frees[:last]
	if last == 0 {
		delete(px.lent, s.GetOffset())
	}
	return frees[last]
}

// pluginCall moves the frames of one call.
type pluginCall struct {
	px   *pluginPixels
	in   nodes.Packet
	from []nodes.Port // of in
	sent []*pb.Slot
}

// receive makes a frame of a request.
func (c *pluginCall) receive(msg *pb.Frame) (*nodes.Frame, error) {
	return frameFrom(msg, func(s *pb.Slot, size int) ([]byte, func(), error) {
		pool := c.px.host
		if s.GetPool() == ownPool {
			pool = c.px.own
		}
		if pool == nil || s.GetPool() > ownPool {
			return nil, nil, fmt.Errorf("a slot of pool %d, which is not mapped", s.GetPool())
		}
		pix, err := pool.Bytes(s.GetOffset(), size)
		return pix, nil, err
	})
}

// send says which of its inputs a node passes on, names the slot in which a frame
// lies already, or copies it into one.
func (c *pluginCall) send(f *nodes.Frame) (*pb.Frame, error) {
	for _, port := range c.from {
		if c.in.Frame(port.Name) == f {
			msg := emptyFrame(f)
			msg.Pixels = &pb.Frame_Input{Input: port.Name}
			return msg, nil
		}
	}
	if c.px.own == nil {
		return inline(f)
	}
	at, ok := c.px.own.Offset(f.Pix)
	free := f.Release
	if ok {
		f.Retain()
	} else {
		pix, err := c.px.own.Alloc(len(f.Pix))
		if err != nil {
			return nil, err
		}
		copy(pix, f.Pix)
		at, _ = c.px.own.Offset(pix)
		free = func() { c.px.own.Free(pix) }
	}
	c.px.lend(at, free)
	msg := inSlot(f, ownPool, at)
	c.sent = append(c.sent, msg.GetSlot())
	return msg, nil
}

// undo takes back what was to be sent, and was not.
func (c *pluginCall) undo() { c.px.takeBack(c.sent) }
