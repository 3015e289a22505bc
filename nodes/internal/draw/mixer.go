package draw

import "encoding/binary"

// mixer blends eight pixels with a colour: the bytes of three words, every other
// one at a time so that products have room.
type mixer struct {
	rest      uint64 // weight of the picture, 0..256
	even, odd [3]uint64
}

func newMixer(color bgr, alpha int) mixer {
	m := mixer{rest: uint64(256 - alpha)}
	for i := range 24 {
		part := uint64(color[i%3]) * uint64(alpha)
		if i%2 == 0 {
			m.even[i/8] |= part << (8 * (i % 8))
		} else {
			m.odd[i/8] |= part << (8 * (i%8 - 1))
		}
	}
	return m
}

func (m *mixer) blend(pixels []byte) {
	const lanes = 0x00ff00ff00ff00ff
	_ = pixels[23]
	for i := range 3 {
		p := load(pixels[8*i:])
		even := ((p&lanes)*m.rest + m.even[i]) >> 8 & lanes
		odd := ((p>>8&lanes)*m.rest + m.odd[i]) &^ lanes
		store(pixels[8*i:], even|odd)
	}
}

func load(b []byte) uint64     { return binary.LittleEndian.Uint64(b) }
func store(b []byte, v uint64) { binary.LittleEndian.PutUint64(b, v) }
