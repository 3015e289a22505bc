// Package av writes videos with FFmpeg's libraries, in two steps that a process may
// die between: an Encoder turns pictures into packets, one by one and at once;
// packets can be kept in a file that only grows (AppendHeader, AppendPacket,
// ReadLog); Mux makes a video file of them, and Read takes one apart again.
package av

// #cgo pkg-config: libavformat libavcodec libswscale libavutil
// #include <libavutil/error.h>
// #include "shim.h"
import "C"

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"unsafe"
)

// Ticks is the number of units of a packet's PTS in a second. It is the largest
// round one that MPEG-4 allows, and has the usual rates without a remainder, those
// of 1000/1001 included.
const Ticks = C.MG_TICKS

// Packet is one encoded picture. They are decoded in the order in which they are
// shown.
type Packet struct {
	PTS  int64  // in units of 1/Ticks s
	Key  bool   // it can be decoded without those before it
	Data []byte // as the encoder gave it; belongs to whoever made the packet, who says for how long
}

// Params is what a container must know of the packets in it. It travels in the
// header of a log.
type Params struct {
	Codec         string // FFmpeg's name of the codec, such as h264
	PixFmt        string // FFmpeg's name of the format of the encoder's pictures
	Width, Height int

	Range, Primaries, Transfer, Matrix int // of the colours: code points of ISO/IEC 23091-2

	Extradata []byte // what a decoder wants before the first packet
}

// failure is what a function of the shim returned, as an error. FFmpeg passes on
// what the system says.
func failure(code C.int) error {
	if code >= 0 {
		return nil
	}
	if errno := syscall.Errno(-code); -code < 256 {
		return errno
	}
	var text [C.AV_ERROR_MAX_STRING_SIZE]C.char
	if C.av_strerror(code, &text[0], C.size_t(len(text))) < 0 {
		return fmt.Errorf("FFmpeg's error %d", int(code))
	}
	return errors.New(C.GoString(&text[0]))
}

func packetOf(p *C.mg_packet) Packet {
	return Packet{PTS: int64(p.pts), Key: p.key != 0, Data: unsafe.Slice((*byte)(p.data), int(p.size))}
}

// fileURL keeps FFmpeg from taking a name for a protocol or a pattern.
func fileURL(path string) *C.char { return C.CString("file:" + path) }

func ending(path string) string { return strings.ToLower(filepath.Ext(path)) }
