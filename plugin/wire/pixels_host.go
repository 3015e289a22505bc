package wire

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
	"github.com/maskgraph/maskgraph/plugin/wire/shm"
)

// hostPixels is the host's side of the frames that go to one program and come
// back. Its pools are nil where pixels travel inline.
type hostPixels struct {
	mu       sync.Mutex
	frames   *heldPool  // pool 0; the program reads
	theirs   *heldPool  // pool 1; the program allots
	released []*pb.Slot // of theirs, to be told with the next call
}

// open makes the pools, frames too where the caller has none. Without shared
// memory it makes none.
func (px *hostPixels) open(name string, frames *shm.Pool) error {
	if inlineForced() {
		return nil
	}
	theirs, err := shm.New(name, false)
	if errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	if err != nil {
		return err
	}
	px.theirs = hold(theirs)
	if frames != nil {
		px.frames = hold(frames).hold() // twice: the caller closes it
		return nil
	}
	if frames, err = shm.New("host", true); err != nil {
		return err
	}
	px.frames = hold(frames)
	return nil
}

// files is what the program gets as descriptors 3 and 4.
func (px *hostPixels) files() []*os.File {
	if !px.shared() {
		return nil
	}
	return []*os.File{px.frames.File(), px.theirs.File()}
}

// shared says that pixels travel in shared memory.
func (px *hostPixels) shared() bool { return px.frames != nil }

// close gives the pools back, as soon as no frame and no call needs them. After
// it pixels travel inline, and closing again is fine.
func (px *hostPixels) close() error {
	px.mu.Lock()
	defer px.mu.Unlock()
	err := errors.Join(px.frames.letGo(), px.theirs.letGo())
	px.frames, px.theirs = nil, nil
	return err
}

// take is every slot that was released since it was called last.
func (px *hostPixels) take() []*pb.Slot {
	px.mu.Lock()
	defer px.mu.Unlock()
	slots := px.released
	px.released = nil
	return slots
}

// hostCall moves the frames of one call.
type hostCall struct {
	px             *hostPixels
	frames, theirs *heldPool // nil: inline
	in             nodes.Packet
	copies         [][]byte // slots of frames, for the length of the call
}

func (px *hostPixels) call(in nodes.Packet) *hostCall {
	px.mu.Lock()
	defer px.mu.Unlock()
	return &hostCall{px: px, in: in, frames: px.frames.hold(), theirs: px.theirs.hold()}
}

func (c *hostCall) done() {
	for _, pix := range c.copies {
		c.frames.Free(pix)
	}
	_ = errors.Join(c.frames.letGo(), c.theirs.letGo()) // unmapping fails only for a wrong address
}

// send names the slot in which a frame lies already, or copies it into one.
func (c *hostCall) send(f *nodes.Frame) (*pb.Frame, error) {
	if c.frames == nil {
		return inline(f)
	}
	if at, ok := c.frames.Offset(f.Pix); ok {
		return inSlot(f, hostPool, at), nil
	}
	if at, ok := c.theirs.Offset(f.Pix); ok {
		return inSlot(f, ownPool, at), nil
	}
	pix, err := c.frames.Alloc(len(f.Pix))
	if err != nil {
		return nil, err
	}
	c.copies = append(c.copies, pix)
	at, _ := c.frames.Offset(pix)
	copy(pix, f.Pix)
	return inSlot(f, hostPool, at), nil
}

// receive makes a frame of an answer. It is a reference to a frame that was sent
// if the program passes that on.
func (c *hostCall) receive(msg *pb.Frame) (*nodes.Frame, error) {
	if port, ok := msg.GetPixels().(*pb.Frame_Input); ok {
		f := c.in.Frame(port.Input)
		if f == nil {
			return nil, fmt.Errorf("the frame of input %q, on which there was none", port.Input)
		}
		return f.Retain(), nil
	}
	return frameFrom(msg, c.slot)
}

// slot is a slot of the program's own pool. The program hears that it is free
// again with the first call after the last Release.
func (c *hostCall) slot(s *pb.Slot, size int) ([]byte, func(), error) {
	if c.theirs == nil || s.GetPool() != ownPool {
		return nil, nil, fmt.Errorf("a slot of pool %d, in which the program has none", s.GetPool())
	}
	pix, err := c.theirs.Bytes(s.GetOffset(), size)
	if err != nil {
		return nil, nil, err
	}
	px, pool := c.px, c.theirs.hold()
	return pix, func() {
		px.mu.Lock()
		px.released = append(px.released, s)
		px.mu.Unlock()
		_ = pool.letGo() // see done
	}, nil
}
