package samprompter

import "github.com/maskgraph/maskgraph/nodes"

// thumb is a small picture of a frame.
type thumb struct {
	frameW, frameH int
	w, h, channels int
	pix            []uint8 // rows from the top, channels of the frame
}

// samples a side is how many of the frame's pixels stand for one of a thumb.
const samples = 4

// thumbOf is a thumb so many pixels wide, or as wide as a smaller frame.
func thumbOf(f *nodes.Frame, width int) *thumb {
	t := &thumb{frameW: f.Width, frameH: f.Height, w: min(f.Width, width), channels: f.Format.Channels()}
	t.h = max(1, f.Height*t.w/f.Width)
	t.pix = make([]uint8, 0, t.w*t.h*t.channels)
	for y := range t.h {
		for x := range t.w {
			var sums [3]int
			for sy := range samples {
				row := (y*samples + sy) * f.Height / (t.h * samples) * f.Width
				for sx := range samples {
					at := (row + (x*samples+sx)*f.Width/(t.w*samples)) * t.channels
					for c, v := range f.Pix[at : at+t.channels] {
						sums[c] += int(v)
					}
				}
			}
			for _, sum := range sums[:t.channels] {
				t.pix = append(t.pix, uint8(sum/(samples*samples)))
			}
		}
	}
	return t
}

// change is the mean difference of two thumbs inside a box of the frame, 0..1.
func (t *thumb) change(o *thumb, b nodes.Box) float64 {
	b = b.Clip(t.frameW, t.frameH)
	x1, x2 := int(b.X1)*t.w/t.frameW, (int(b.X2)*t.w+t.frameW-1)/t.frameW
	y1, y2 := int(b.Y1)*t.h/t.frameH, (int(b.Y2)*t.h+t.frameH-1)/t.frameH
	sum, count := 0, 0
	for y := y1; y < min(y2, t.h); y++ {
		for i := (y*t.w + x1) * t.channels; i < (y*t.w+min(x2, t.w))*t.channels; i++ {
			sum += distance(t.pix[i], o.pix[i])
			count++
		}
	}
	if count == 0 {
		return 0
	}
	return float64(sum) / 255 / float64(count)
}

func distance(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
