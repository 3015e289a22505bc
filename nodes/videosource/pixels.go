package videosource

import (
	"sync"

	"github.com/maskgraph/maskgraph/nodes"
)

// pixels recycles the memory of frames: the garbage collector need not.
type pixels struct {
	once sync.Once
	free chan []byte
}

const keptFrames = 4

func (m *pixels) frame(width, height int, format nodes.PixelFormat) (*nodes.Frame, error) {
	m.once.Do(func() { m.free = make(chan []byte, keptFrames) })
	size := width * height * format.Channels()
	var pix []byte
	select {
	case pix = <-m.free:
	default:
	}
	if cap(pix) < size {
		pix = make([]byte, size)
	}
	pix = pix[:size]
	free := func() {
		select {
		case m.free <- pix:
		default:
		}
	}
	return nodes.NewFrame(width, height, format, pix, free), nil
}
