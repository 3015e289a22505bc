package av

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"encoding/binary"
	"unsafe"
)

// Reader takes a video apart that Mux has written.
type Reader struct {
	Width, Height int

	c       *C.mg_reader
	lengths bool // units of H.264 begin with their lengths, as in .mp4
}

// OpenReader reads a file's beginning. It fails for files that hold anything beside
// a video.
func OpenReader(path string) (*Reader, error) {
	url := fileURL(path)
	defer C.free(unsafe.Pointer(url))
	var r Reader
	var p C.mg_params
	if err := failure(C.mg_reader_open(&r.c, url, &p)); err != nil {
		return nil, err
	}
	r.Width, r.Height = int(p.width), int(p.height)
	r.lengths = ending(path) == ".mp4" && C.GoString(&p.codec[0]) == "h264"
	return &r, nil
}

// Packets yields the rest of the file's packets, such as the Encoder gave them. The
// PTS are as exact as the container has them. A packet's Data is valid until the
// next one.
func (r *Reader) Packets(yield func(Packet, error) bool) {
	for {
		var p C.mg_packet
		code := C.mg_reader_next(r.c, &p)
		if code == C.MG_EOF {
			return
		}
		if err := failure(code); err != nil {
			yield(Packet{}, err)
			return
		}
		packet := packetOf(&p)
		if r.lengths {
			startCodes(packet.Data)
		}
		if !yield(packet, nil) {
			return
		}
	}
}

// Close closes the file.
func (r *Reader) Close() { C.mg_reader_close(r.c) }

// startCodes puts what H.264's units begin with elsewhere in place of their lengths.
func startCodes(data []byte) {
	for len(data) >= 4 {
		size := uint64(binary.BigEndian.Uint32(data)) + 4
		copy(data, []byte{0, 0, 0, 1})
		data = data[min(size, uint64(len(data))):]
	}
}
