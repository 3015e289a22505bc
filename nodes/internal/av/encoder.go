package av

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"unsafe"
)

// choice is an encoder of FFmpeg and how it is to work: at once, that is without
// looking at pictures to come, so that what was given to it is never lost.
type choice struct {
	encoder, pixFmt string
	options         string
}

const gray16 = "gray16le"

const quality3 = "flags=+qscale,global_quality=354" // 3 * FF_QP2LAMBDA; 2 is the best, 31 the worst

// choices are the encoders for the videos of each ending, the best one first.
var choices = map[string][]choice{
	".mp4": {
		{"libx264", "yuv420p", "preset=veryfast,crf=20,bf=0,g=100,x264-params=force-cfr=1:sync-lookahead=0:rc-lookahead=0:mbtree=0"},
		{"mpeg4", "yuv420p", quality3 + ",bf=0,g=100"},
	},
	".mkv": {{"ffv1", "bgr0", "level=3,slices=4,slicecrc=1,g=1"}},
	Exact:  {{"ffv1", gray16, "level=3,slices=4,slicecrc=1,g=1"}},
	".avi": {{"mjpeg", "yuvj420p", quality3}},
	".webm": {
		{"libvpx-vp9", "yuv420p", "deadline=realtime,cpu-used=7,lag-in-frames=0,auto-alt-ref=0,row-mt=1,tile-columns=2,crf=24,b=0,g=100"},
		{"libvpx", "yuv420p", "deadline=realtime,cpu-used=7,lag-in-frames=0,auto-alt-ref=0,crf=10,b=8M,g=100"},
	},
}

// Exact is the kind of videos of 16-bit gray without loss: FFV1, for .mkv.
const Exact = "exact"

// Endings are the endings of files that an Encoder can be opened for.
func Endings() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(choices)), func(kind string) bool { return kind == Exact })
}

// Encoder makes packets of BGR pictures: H.264 for .mp4, VP9 for .webm, MJPEG for
// .avi, and FFV1, which loses nothing, for .mkv. The first packet of every Encoder
// is a key frame, and two of the same size and ending fit into one file.
type Encoder struct {
	c      *C.mg_encoder
	params Params
	key    bool // see Key
}

// NewEncoder opens an encoder for a file of that ending, or for Exact ones. Sizes must
// be even, except those of Exact. Where
// FFmpeg was built without the best encoder of a kind, it takes the next best.
func NewEncoder(ending string, width, height int) (*Encoder, error) {
	var tried []string
	for _, c := range choices[ending] {
		name := C.CString(c.encoder)
		has := C.mg_has_encoder(name)
		C.free(unsafe.Pointer(name))
		if has != 0 {
			return open(c, width, height)
		}
		tried = append(tried, c.encoder)
	}
	return nil, fmt.Errorf("the FFmpeg of this machine was built without %s: try another ending, such as .avi", strings.Join(tried, " and "))
}

// mostThreads is where more of them stop paying for pictures of usual sizes.
const mostThreads = 4

func open(c choice, width, height int) (*Encoder, error) {
	name, pixFmt, options := C.CString(c.encoder), C.CString(c.pixFmt), C.CString(c.options)
	defer C.free(unsafe.Pointer(name))
	defer C.free(unsafe.Pointer(pixFmt))
	defer C.free(unsafe.Pointer(options))
	var e Encoder
	var p C.mg_params
	threads := min(runtime.NumCPU(), mostThreads)
	err := failure(C.mg_encoder_open(&e.c, name, pixFmt, options, C.int(width), C.int(height), C.int(threads), &p))
	if err != nil {
		return nil, fmt.Errorf("%s cannot encode video of %dx%d: %w", c.encoder, width, height, err)
	}
	e.params = Params{
		Codec: C.GoString(&p.codec[0]), PixFmt: C.GoString(&p.pix_fmt[0]), Width: width, Height: height,
		Range: int(p._range), Primaries: int(p.primaries), Transfer: int(p.transfer), Matrix: int(p.matrix),
		Extradata: C.GoBytes(unsafe.Pointer(p.extradata), p.extradata_size),
	}
	return &e, nil
}

// Params describes the packets. Those of two Encoders for the same ending and size
// are equal.
func (e *Encoder) Params() Params { return e.params }

// Encode makes a packet of a picture: rows without gaps of 3 bytes a pixel, blue first,
// or of 2 bytes, the low one first, for Exact. PTS must rise. The packet's Data is valid
// until the next call.
func (e *Encoder) Encode(pixels []byte, pts int64) (Packet, error) {
	size := 3
	if e.params.PixFmt == gray16 {
		size = 2
	}
	if want := size * e.params.Width * e.params.Height; len(pixels) != want {
		return Packet{}, fmt.Errorf("a picture of %dx%d has %d bytes, got %d", e.params.Width, e.params.Height, want, len(pixels))
	}
	key := C.int(0)
	if e.key {
		key = 1
	}
	var p C.mg_packet
	if err := failure(C.mg_encoder_write(e.c, (*C.uint8_t)(&pixels[0]), C.int64_t(pts), key, &p)); err != nil {
		return Packet{}, fmt.Errorf("encoding: %w", err)
	}
	e.key = false
	return packetOf(&p), nil
}

// Key makes the next packet a key frame, for somebody who begins to watch there.
func (e *Encoder) Key() { e.key = true }

// Close gives back the encoder's memory.
func (e *Encoder) Close() { C.mg_encoder_close(e.c) }
