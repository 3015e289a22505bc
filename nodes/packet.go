package nodes

import (
	"fmt"
	"slices"
	"time"
)

// Stamp names one instant of one video. What is derived from a frame keeps the
// frame's stamp.
type Stamp struct {
	Stream    string        // the video's name, unique in a graph: the file's name without extension, or the camera's
	Seq       uint64        // counts the source's frames of this stream from 0, frames dropped later included
	PTS       time.Duration // presentation time from the start of the stream; rises within a stream
	Estimated bool          // the container had no PTS here: it was extrapolated from the last interval
	File      string        // the name of the picture file that the frame was read from; empty for videos and cameras

	// Captured is when a live source had the frame from its camera: the time of
	// this machine's wall clock, before decoding. Zero for files. time.Since(Captured)
	// is the frame's age: by the monotonic clock in the process of the source, by
	// the wall clock in others.
	Captured time.Time
}

func (s Stamp) String() string {
	return fmt.Sprintf("%s frame %d at %.3fs", s.Stream, s.Seq, s.PTS.Seconds())
}

// Packet is what a node gets, or gives, for one stamp: a payload for each
// connected port.
type Packet struct {
	Stamp Stamp
	ports []portPayload // a handful at most: a slice beats a map
}

type portPayload struct {
	name    string
	payload Payload
}

// Payload is what travels on an edge: *Frame or *Instances.
type Payload interface{ payload() }

// Put sets the payload of a port. Copies of the packet made before keep what
// they had.
func (p *Packet) Put(port string, v Payload) {
	p.ports = slices.Clone(p.ports)
	for i := range p.ports {
		if p.ports[i].name == port {
			p.ports[i].payload = v
			return
		}
	}
	p.ports = append(p.ports, portPayload{port, v})
}

// Payload is what lies on a port, nil when nothing does.
func (p Packet) Payload(port string) Payload {
	for _, e := range p.ports {
		if e.name == port {
			return e.payload
		}
	}
	return nil
}

// Frame is the frame on a port, nil when the port is not connected.
func (p Packet) Frame(port string) *Frame {
	f, _ := p.Payload(port).(*Frame)
	return f
}

// Instances is what lies on a port of boxes or masks, nil when the port is not
// connected.
func (p Packet) Instances(port string) *Instances {
	v, _ := p.Payload(port).(*Instances)
	return v
}

// Retain takes a reference to every frame of the packet.
func (p Packet) Retain() {
	for f := range p.frames {
		f.Retain()
	}
}

// Release gives back the packet's references to frames.
func (p Packet) Release() {
	for f := range p.frames {
		f.Release()
	}
}

// frames are those that lie on ports.
func (p Packet) frames(yield func(*Frame) bool) {
	for _, e := range p.ports {
		if f, ok := e.payload.(*Frame); ok && f != nil && !yield(f) {
			return
		}
	}
}
