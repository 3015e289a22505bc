package masksink

import (
	"errors"
	"fmt"
	"math"
	"os"
	"time"

	"github.com/maskgraph/maskgraph/nodes/internal/av"
	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// defaultFPS is the rate of a video of which nobody knows the time between
// frames.
const defaultFPS = 25

// rate is that of a file whose frames all take the same time; 0 where each is
// shown at a time of its own.
func (v *video) rate() float64 {
	switch {
	case v.fps > 0:
		return v.fps
	case extension(v.path) != ".avi": // which knows nothing else
		return 0
	case v.state.Frames < 2:
		return defaultFPS
	}
	return frameRate(time.Duration(v.state.Tick)*time.Second/av.Ticks, v.state.Frames)
}

// frameRate is the rate of frames that take so long together, the last one left out.
// Containers that count milliseconds are off by up to one: then the usual rate that
// is nearest is meant.
func frameRate(all time.Duration, frames int) float64 {
	mean := float64(frames-1) / all.Seconds()
	for _, usual := range []float64{24, 25, 30, 48, 50, 60, 120} {
		off := math.Abs(float64(frames-1)/usual - all.Seconds())
		if off < 0.7e-3 && math.Abs(usual*1000/1001-mean) > 1e-3 {
			return usual
		}
	}
	return min(max(mean, 1), 240)
}

func reopenVideo(path, kind string, fps float64, st videoState) (*video, error) {
	v := &video{path: path, kind: kind, fps: fps, state: st}
	size, err := logSize(path+packetsSide, st.Frames)
	if err == nil {
		v.log, err = files.Reopen(path+packetsSide, size)
	}
	if errors.Is(err, os.ErrNotExist) {
		err = v.rebuild()
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}

// logSize is that of a log up to a number of frames. It is not the snapshot that
// says so: a log that was made again has the same packets in other bytes.
func logSize(path string, frames int) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	size, err := av.LogSize(f, frames)
	if err != nil {
		return 0, fmt.Errorf("%s has lost its end: %w", path, errors.Join(os.ErrNotExist, err))
	}
	return size, nil
}

// rebuild makes the log again of a file that was made of it.
func (v *video) rebuild() (err error) {
	r, err := av.OpenReader(v.path)
	if err != nil {
		return err
	}
	defer r.Close()
	if v.log, err = files.Create(v.path + packetsSide); err != nil {
		return err
	}
	frames := v.state.Frames
	v.state.Frames = 0
	if err := v.open(v.state.Width, v.state.Height); err != nil { // begins the log
		return errors.Join(err, v.close())
	}
	for packet, err := range r.Packets {
		if err != nil || v.state.Frames == frames {
			break
		}
		v.record = av.AppendPacket(v.record[:0], packet)
		if _, err := v.log.Write(v.record); err != nil {
			return errors.Join(err, v.close())
		}
		v.state.Frames++
	}
	if v.state.Frames < frames {
		return errors.Join(fmt.Errorf("%s holds %d of the %d frames that were written", v.path, v.state.Frames, frames), v.close())
	}
	return os.Remove(v.path)
}

// countFrames is the number of frames of a video, which must be of this size.
func countFrames(path string, width, height int) (int, error) {
	r, err := av.OpenReader(path)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	if r.Width != width || r.Height != height {
		return 0, fmt.Errorf("its pictures are %dx%d, want %dx%d", r.Width, r.Height, width, height)
	}
	n := 0
	for _, err := range r.Packets {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
