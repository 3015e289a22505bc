package av

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
	"unsafe"
)

// Stream reads pictures from a network stream, a camera or a file. One goroutine
// opens, reads and closes it; any other may stop it meanwhile.
type Stream struct{ c *C.mg_stream }

// StreamOptions say how a stream is to be opened.
type StreamOptions struct {
	Format   string            // FFmpeg's name of the input format, such as video4linux2; empty: by the address and the data
	Values   map[string]string // FFmpeg's options of the protocol and the format; those that they do not know are left out
	Threads  int               // of the decoder; 0: as many as there are processors
	LowDelay bool              // give each picture as soon as its data are there
}

// StreamInfo is what the beginning of a stream says of it.
type StreamInfo struct {
	Format, Codec string        // FFmpeg's names
	Duration      time.Duration // 0: unknown, as of a stream without end
}

// Picture is one that Next has decoded.
type Picture struct {
	Width, Height int           // pixels; may change from one picture to the next
	PTS           time.Duration // as the stream says, from wherever it counts
	Timed         bool          // PTS is one
	Age           time.Duration // since the last of its data came
}

// NewStream makes a stream that is not open. Close it.
func NewStream() *Stream {
	C.mg_log_level(C.int(logLevel()))
	c := C.mg_stream_new()
	if c == nil {
		panic("av: out of memory")
	}
	return &Stream{c}
}

// logLevel is how much FFmpeg may write to the terminal: nothing, since its lines
// hold addresses with passwords, unless the user wants it as they would of OpenCV.
func logLevel() int {
	level, err := strconv.Atoi(os.Getenv("OPENCV_FFMPEG_LOGLEVEL"))
	if err != nil {
		return -8 // AV_LOG_QUIET
	}
	return level
}

// Open connects and reads until it is known what comes. The error may be a Fault.
// A stream opens once.
func (s *Stream) Open(address string, o StreamOptions) (StreamInfo, error) {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(o.Values)) {
		lines = append(lines, name+"="+o.Values[name])
	}
	text := []*C.char{C.CString(address), C.CString(o.Format), C.CString(strings.Join(lines, "\n"))}
	defer func() {
		for _, t := range text {
			C.free(unsafe.Pointer(t))
		}
	}()
	low := C.int(0)
	if o.LowDelay {
		low = 1
	}
	var info C.mg_stream_info
	if err := failure(C.mg_stream_open(s.c, text[0], text[1], text[2], low, C.int(o.Threads), &info)); err != nil {
		return StreamInfo{}, err
	}
	return StreamInfo{
		Format: C.GoString(&info.format[0]), Codec: C.GoString(&info.codec[0]),
		Duration: time.Duration(info.duration_us) * time.Microsecond,
	}, nil
}

// Next decodes the next picture. Damaged data are passed over. io.EOF: the other side
// has ended.
func (s *Stream) Next() (Picture, error) {
	var p C.mg_picture
	code := C.mg_stream_next(s.c, &p)
	if code == C.MG_EOF {
		return Picture{}, io.EOF
	}
	if err := failure(code); err != nil {
		return Picture{}, err
	}
	return Picture{
		Width: int(p.width), Height: int(p.height),
		PTS: time.Duration(p.pts_us) * time.Microsecond, Timed: p.timed != 0,
		Age: time.Duration(p.age_us) * time.Microsecond,
	}, nil
}

// Copy writes the picture that Next gave to bgr: rows of 3 bytes a pixel, from the
// top, without gaps.
func (s *Stream) Copy(p Picture, bgr []byte) error {
	if len(bgr) != 3*p.Width*p.Height {
		return fmt.Errorf("av: a picture of %dx%d needs %d bytes, got %d", p.Width, p.Height, 3*p.Width*p.Height, len(bgr))
	}
	var pin runtime.Pinner
	pin.Pin(&bgr[0])
	defer pin.Unpin()
	return failure(C.mg_stream_copy(s.c, (*C.uint8_t)(&bgr[0])))
}

// StreamCounts are what a stream has done so far.
type StreamCounts struct {
	Waited  time.Duration // for data
	Damaged int64         // packets that could not be decoded
	Skipped int64         // packets that were passed over in a Hurry
}

// Counts is for the goroutine that reads.
func (s *Stream) Counts() StreamCounts {
	var waited, bad, skipped C.int64_t
	C.mg_stream_count(s.c, &waited, &bad, &skipped)
	return StreamCounts{time.Duration(waited) * time.Microsecond, int64(bad), int64(skipped)}
}

// Hurry makes Next pass over pictures until the newest is reached: for when they come
// faster than they can be decoded. It is for the goroutine that reads.
func (s *Stream) Hurry(on bool) {
	flag := C.int(0)
	if on {
		flag = 1
	}
	C.mg_stream_hurry(s.c, flag)
}

// Stop ends what goes on in Open or Next, now and later: they return Stopped within
// a tenth of a second, unless the system or a driver lets them hang. It may be called
// at any time before Close.
func (s *Stream) Stop() { C.mg_stream_stop(s.c) }

// Close closes the connection. It takes half a second at most.
func (s *Stream) Close() { C.mg_stream_close(s.c) }
