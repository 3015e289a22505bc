package masksink

import "image/color"

// davisPalette is the palette of DAVIS, which is that of PASCAL VOC: the bits of
// an index are dealt in turn to red, green and blue, the low ones to the high
// ends.
func davisPalette() color.Palette {
	p := make(color.Palette, 256)
	for i := range p {
		c := color.RGBA{A: 255}
		for bit, rest := 7, i; rest > 0; bit, rest = bit-1, rest>>3 {
			c.R |= uint8(rest&1) << bit
			c.G |= uint8(rest>>1&1) << bit
			c.B |= uint8(rest>>2&1) << bit
		}
		p[i] = c
	}
	return p
}
