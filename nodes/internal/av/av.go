// Package av reads network streams and cameras with FFmpeg's libraries (Stream), and
// writes videos with them, in two steps that a process may die between: an Encoder
// turns pictures into packets, one by one and at once; packets can be kept in a file
// that only grows (AppendHeader, AppendPacket, ReadLog); Mux makes a video file of
// them, and Read takes one apart again.
package av

// #cgo pkg-config: libavdevice libavformat libavcodec libswscale libavutil
// #include "shim.h"
import "C"

import (
	"path/filepath"
	"strings"
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

func packetOf(p *C.mg_packet) Packet {
	return Packet{PTS: int64(p.pts), Key: p.key != 0, Data: unsafe.Slice((*byte)(p.data), int(p.size))}
}

// fileURL keeps FFmpeg from taking a name for a protocol or a pattern.
func fileURL(path string) *C.char { return C.CString("file:" + path) }

func ending(path string) string { return strings.ToLower(filepath.Ext(path)) }
