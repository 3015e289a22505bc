package wire

import (
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
	"github.com/maskgraph/maskgraph/plugin/wire/shm"
)

// Numbers of the pools in a Slot.
const (
	hostPool = 0
	ownPool  = 1 // the program's
)

// emptyFrame is the message of a frame without its pixels.
func emptyFrame(f *nodes.Frame) *pb.Frame {
	return &pb.Frame{Width: uint32(f.Width), Height: uint32(f.Height), Channels: uint32(f.Format.Channels())}
}

func inSlot(f *nodes.Frame, pool uint32, offset uint64) *pb.Frame {
	msg := emptyFrame(f)
	msg.Pixels = &pb.Frame_Slot{Slot: &pb.Slot{Pool: pool, Offset: offset}}
	return msg
}

// inline puts the pixels into the message itself, without a copy.
func inline(f *nodes.Frame) (*pb.Frame, error) {
	const most = MaxMessage - 1<<20 // the rest is for what else is in the message
	if len(f.Pix) > most {
		return nil, fmt.Errorf("a frame of %dx%d takes %d bytes, and without shared memory at most %d can be sent: make the frames smaller",
			f.Width, f.Height, len(f.Pix), most)
	}
	msg := emptyFrame(f)
	msg.Pixels = &pb.Frame_Inline{Inline: f.Pix}
	return msg, nil
}

// frameFrom checks a message and makes a frame of the pixels it names. slot looks
// up those in shared memory, and says how to give them back.
func frameFrom(msg *pb.Frame, slot func(s *pb.Slot, size int) (pix []byte, free func(), err error)) (*nodes.Frame, error) {
	format, size, err := layout(msg)
	if err != nil {
		return nil, err
	}
	var pix []byte
	var free func()
	switch v := msg.GetPixels().(type) {
	case *pb.Frame_Inline:
		pix = v.Inline
	case *pb.Frame_Slot:
		if pix, free, err = slot(v.Slot, size); err != nil {
			return nil, err
		}
	default:
		return nil, errors.New("a frame without pixels")
	}
	if len(pix) != size {
		return nil, fmt.Errorf("a frame of %dx%d with %d channels needs %d bytes, and has %d", msg.Width, msg.Height, msg.Channels, size, len(pix))
	}
	return nodes.NewFrame(int(msg.Width), int(msg.Height), format, pix, free), nil
}

func layout(msg *pb.Frame) (format nodes.PixelFormat, size int, err error) {
	w, h, c := msg.GetWidth(), msg.GetHeight(), msg.GetChannels()
	switch c {
	case 1:
		format = nodes.Gray8
	case 3:
		format = nodes.BGR8
	default:
		return 0, 0, fmt.Errorf("a frame with %d channels: want 1 (gray) or 3 (BGR)", c)
	}
	if w == 0 || h == 0 {
		return 0, 0, fmt.Errorf("a frame of %dx%d", w, h)
	}
	return format, int(w) * int(h) * int(c), checkSize(w, h)
}

// heldPool is a pool that is closed when the last one who reads or writes in it
// has let go: memory that is unmapped under a reader would end the process.
type heldPool struct {
	*shm.Pool
	holders atomic.Int64
}

func hold(p *shm.Pool) *heldPool {
	h := &heldPool{Pool: p}
	return h.hold()
}

// hold and letGo do nothing where there is no pool.
func (h *heldPool) hold() *heldPool {
	if h != nil {
		h.holders.Add(1)
	}
	return h
}

func (h *heldPool) letGo() error {
	if h == nil || h.holders.Add(-1) > 0 {
		return nil
	}
	return h.Close()
}

// NewFrame is nodes.Env's NewFrame with memory of a pool, so that the frames of
// this side lie where the other side sees them. Without a pool it is nil.
func NewFrame(pool *shm.Pool) func(width, height int, format nodes.PixelFormat) (*nodes.Frame, error) {
	if pool == nil {
		return nil
	}
	return func(width, height int, format nodes.PixelFormat) (*nodes.Frame, error) {
		pix, err := pool.Alloc(width * height * format.Channels())
		if err != nil {
			return nil, err
		}
		return nodes.NewFrame(width, height, format, pix, func() { pool.Free(pix) }), nil
	}
}
