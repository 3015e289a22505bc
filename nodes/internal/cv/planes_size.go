package cv

// Shape is the shape of the input that Write makes of a picture.
func (p Planes) Shape(width, height int) []int64 {
	if p.Packed {
		w, h := p.Scaled(width, height)
		return []int64{int64(h), int64(w), 3}
	}
	return []int64{1, 3, int64(p.Height), int64(p.Width)}
}

// Scaled is the size of the picture on the planes.
func (p Planes) Scaled(width, height int) (w, h int) {
	if p.Stretch {
		return p.Width, p.Height
	}
	r := min(float64(p.Width)/float64(width), float64(p.Height)/float64(height))
	half := 0.0
	if p.Round {
		half = 0.5
	}
	return max(1, int(float64(width)*r+half)), max(1, int(float64(height)*r+half))
}

func size(shape []int64) int {
	n := 1
	for _, d := range shape {
		n *= int(d)
	}
	return n
}
