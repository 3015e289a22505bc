package masksink

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/av"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// packetsSide is added to the name of a video for that of its log of packets.
const packetsSide = ".packets"

// video writes a video: each frame at once as a packet to a log, which at the end is
// made a file that players know. So nothing is lost that was written before a death,
// and the end takes twice the room for a moment.
type video struct {
	path    string
	kind    string  // of encoder: see av.NewEncoder
	fps     float64 // 0: by the stamps
	log     *files.Journal
	encoder *av.Encoder // nil before the first frame of this process
	state   videoState
	record  []byte // scratch
}

type videoState struct {
	Width, Height int // even, except of exact ones
	Frames        int
	Stamp         time.Duration // of the last frame
	Shift         time.Duration // from stamps to the video's own time
	Tick          int64         // PTS of the last packet
}

func newVideo(path, kind string, fps float64) (*video, error) {
	log, err := files.Create(path + packetsSide)
	if err != nil {
		return nil, err
	}
	return &video{path: path, kind: kind, fps: fps, log: log}, nil
}

// write appends a colour frame. One of another size is scaled.
func (v *video) write(f *nodes.Frame, at time.Duration) error {
	if st := v.state; st.Frames > 0 && (f.Width != st.Width || f.Height != st.Height) {
		scaled, err := cv.Resize(f, v.state.Width, v.state.Height)
		if err != nil {
			return err
		}
		defer scaled.Release()
		f = scaled
	}
	return v.put(f.Pix, f.Width, f.Height, at)
}

// put appends a picture of the size of all.
func (v *video) put(pixels []byte, width, height int, at time.Duration) error {
	if v.encoder == nil {
		if err := v.open(width, height); err != nil {
			return err
		}
	}
	tick := v.tick(at)
	packet, err := v.encoder.Encode(pixels, tick)
	if err != nil {
		return err
	}
	v.record = av.AppendPacket(v.record[:0], packet)
	if _, err := v.log.Write(v.record); err != nil {
		return err
	}
	v.state.Tick = tick
	v.state.Frames++
	return nil
}

// open makes an encoder. The first one of a video also begins the log.
func (v *video) open(width, height int) (err error) {
	if v.state.Frames > 0 {
		width, height = v.state.Width, v.state.Height
	}
	if v.encoder, err = av.NewEncoder(v.kind, width, height); err != nil || v.state.Frames > 0 {
		return err
	}
	v.state.Width, v.state.Height = width, height
	head, err := av.AppendHeader(nil, v.encoder.Params())
	if err == nil {
		_, err = v.log.Write(head)
	}
	return err
}

// tick is when a frame is shown, from the first one on. Where stamps do not rise,
// as between pictures without times, it takes the usual rate.
func (v *video) tick(at time.Duration) int64 {
	st := &v.state
	switch {
	case v.fps > 0:
		return int64(math.Round(float64(st.Frames) * av.Ticks / v.fps))
	case st.Frames == 0:
		st.Shift = -at
	case at <= st.Stamp:
		st.Shift += st.Stamp - at + time.Second/defaultFPS
	}
	st.Stamp = at
	return max(int64(math.Round((at+st.Shift).Seconds()*av.Ticks)), st.Tick+int64(min(st.Frames, 1)))
}

// end makes the file.
func (v *video) end() error {
	if v.state.Frames == 0 {
		return errors.Join(errNothing, v.close())
	}
	return errors.Join(v.finish(), v.close())
}

// finish makes the file of the log, then reads it to see whether everything is
// there.
func (v *video) finish() error {
	params, packets, err := av.ReadLog(v.log.Reader())
	if err != nil {
		return err
	}
	if _, err := av.Mux(v.path, params, packets, v.rate()); err != nil {
		return fmt.Errorf("making the video file: %w", err)
	}
	frames, err := countFrames(v.path, v.state.Width, v.state.Height)
	switch {
	case err != nil:
		return fmt.Errorf("reading the video that was written: %w: is the disk full?", err)
	case frames != v.state.Frames:
		return fmt.Errorf("%w: %d of its %d frames can be read: is the disk full?", errPartly, frames, v.state.Frames)
	}
	return nil
}

func (v *video) close() error {
	if v.encoder != nil {
		v.encoder.Close()
		v.encoder = nil
	}
	return v.log.Close()
}
