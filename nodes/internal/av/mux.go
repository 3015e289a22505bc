package av

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"errors"
	"iter"
	"math"
	"unsafe"
)

// Mux writes packets to a video file whose ending names the container: .mp4, with
// its index in front, .mkv, .avi or .webm. rate, which may be 0 for all but .avi,
// are the frames per second of a file that has a constant rate; otherwise every
// frame is shown at its PTS. It returns the number of packets.
func Mux(path string, p Params, packets iter.Seq2[Packet, error], rate float64) (int, error) {
	m, err := openMuxer(path, p, rate)
	if err != nil {
		return 0, err
	}
	defer C.mg_muxer_close(m)
	n, last, step := 0, int64(0), int64(0)
	for packet, err := range packets {
		if err != nil {
			return n, err
		}
		switch {
		case rate > 0:
			packet.PTS = int64(math.Round(float64(n) * Ticks / rate))
			step = int64(Ticks / rate)
		case n > 0:
			step = packet.PTS - last // only that of the last frame counts
		}
		last = packet.PTS
		if err := writePacket(m, packet, step); err != nil {
			return n, err
		}
		n++
	}
	return n, failure(C.mg_muxer_finish(m))
}

func openMuxer(path string, p Params, rate float64) (*C.mg_muxer, error) {
	if ending(path) == ".avi" && rate <= 0 {
		return nil, errors.New(".avi wants a constant rate")
	}
	url := fileURL(path)
	defer C.free(unsafe.Pointer(url))
	extradata := C.CBytes(p.Extradata)
	defer C.free(extradata)
	cp := C.mg_params{
		width: C.int(p.Width), height: C.int(p.Height),
		_range: C.int(p.Range), primaries: C.int(p.Primaries), transfer: C.int(p.Transfer), matrix: C.int(p.Matrix),
		extradata: (*C.uint8_t)(extradata), extradata_size: C.int(len(p.Extradata)),
	}
	setText(cp.codec[:], p.Codec)
	setText(cp.pix_fmt[:], p.PixFmt)
	var m *C.mg_muxer
	num, den := fraction(rate)
	err := failure(C.mg_muxer_open(&m, url, &cp, C.int(num), C.int(den)))
	return m, err
}

func setText(field []C.char, text string) {
	for i := range min(len(text), len(field)-1) {
		field[i] = C.char(text[i])
	}
}

// fraction is a rate as containers write it: 30000/1001 for 29.97.
func fraction(rate float64) (num, den int) {
	whole := math.Round(rate)
	switch {
	case math.Abs(rate-whole) < 1e-3:
		return int(whole), 1
	case math.Abs(rate*1.001-math.Round(rate*1.001)) < 1e-3:
		return int(math.Round(rate*1.001)) * 1000, 1001
	}
	return int(math.Round(rate * 1000)), 1000
}

func writePacket(m *C.mg_muxer, p Packet, duration int64) error {
	key := C.int(0)
	if p.Key {
		key = 1
	}
	data := (*C.uint8_t)(unsafe.SliceData(p.Data))
	return failure(C.mg_muxer_write(m, data, C.int(len(p.Data)), C.int64_t(p.PTS), C.int64_t(duration), key))
}
