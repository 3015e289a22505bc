package masksink

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// codecs are the codecs of the containers that a video may have.
var codecs = map[string]string{".mp4": "avc1", ".mkv": "FFV1", ".avi": "MJPG", ".webm": "VP90"}

// video writes a video file. OpenCV's writer says nothing when it fails: whether
// it is open, whether a frame fits, whether the disk is full and what the file
// holds in the end is all checked here.
type video struct {
	writer        *gocv.VideoWriter
	path          string // absolute: FFmpeg takes what stands before a colon for a protocol
	width, height int    // even
	frames        int
}

func openVideo(path string, fps float64, width, height int) (*video, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := checkRoom(filepath.Dir(path)); err != nil {
		return nil, err
	}
	codec := codecs[extension(path)]
	w, err := gocv.VideoWriterFile(path, codec, fps, width, height, true)
	if err != nil {
		return nil, err
	}
	if !w.IsOpened() {
		return nil, errors.Join(
			fmt.Errorf("OpenCV cannot write %s video of %dx%d at %.4g fps: try another ending, such as .avi", codec, width, height, fps), w.Close())
	}
	return &video{writer: w, path: path, width: width, height: height}, nil
}

// write appends a colour frame. One of another size is scaled.
func (v *video) write(f *nodes.Frame) error {
	if v.frames%32 == 31 {
		if err := checkRoom(filepath.Dir(v.path)); err != nil {
			return err
		}
	}
	if f.Width != v.width || f.Height != v.height {
		scaled, err := cv.Resize(f, v.width, v.height)
		if err != nil {
			return err
		}
		defer scaled.Release()
		f = scaled
	}
	v.frames++
	return cv.View(f, v.writer.Write)
}

// close completes the file, then reads it to see whether everything is there.
func (v *video) close() error {
	if err := v.writer.Close(); err != nil {
		return err
	}
	frames, err := countFrames(v.path, v.width, v.height)
	switch {
	case err != nil:
		return fmt.Errorf("%w: is the disk full?", err)
	case frames != v.frames:
		return fmt.Errorf("%w: %d of its %d frames can be read: is the disk full?", errPartly, frames, v.frames)
	}
	return nil
}

// countFrames is the number of frames of a video by its container, once the
// first one has proved to be a picture of this size.
func countFrames(path string, width, height int) (int, error) {
	capture, err := gocv.VideoCaptureFileWithAPI(path, gocv.VideoCaptureFFmpeg)
	if err != nil {
		return 0, errors.New("the video that was written cannot be opened")
	}
	defer capture.Close()
	m := gocv.NewMat()
	defer m.Close()
	if !capture.Read(&m) || m.Cols() != width || m.Rows() != height {
		return 0, fmt.Errorf("the video that was written does not begin with a picture of %dx%d", width, height)
	}
	return int(capture.Get(gocv.VideoCaptureFrameCount)), nil
}

// leastRoom is what must be free on the disk for a video to go on: a container's
// index comes last and takes a few MB for hours of video.
const leastRoom = 8 << 20

func checkRoom(folder string) error {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(folder, &fs); err != nil {
		return os.NewSyscallError("statfs", err)
	}
	if free := fs.Bavail * uint64(fs.Bsize); free < leastRoom {
		return fmt.Errorf("the disk is full (%d MB free): make room or choose another folder", free>>20)
	}
	return nil
}
