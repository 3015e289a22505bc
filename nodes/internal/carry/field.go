package carry

// field is a number for each pixel of a part of a small picture.
type field struct {
	x, y, w, h int
	v          []float32
}

// smooth makes of out, which is as large, the mean of the pixels that are at most
// reach away in x and y.
func (f field) smooth(out field, reach int) {
	sums, shares := make([]float32, f.w), make([]float32, f.w)
	for x := range shares {
		shares[x] = 1 / float32(around(x, reach, f.w))
	}
	for y := range min(reach, f.h) {
		add(sums, f.v[y*f.w:])
	}
	for y := range f.h {
		if y+reach < f.h {
			add(sums, f.v[(y+reach)*f.w:])
		}
		if y > reach {
			subtract(sums, f.v[(y-reach-1)*f.w:])
		}
		share := 1 / float32(around(y, reach, f.h))
		row := out.v[y*f.w:][:f.w]
		sum := float32(0)
		for _, v := range sums[:min(reach, f.w)] {
			sum += v
		}
		for x, of := range shares {
			if x+reach < len(sums) {
				sum += sums[x+reach]
			}
			if x > reach {
				sum -= sums[x-reach-1]
			}
			row[x] = sum * of * share
		}
	}
}

// around is how many of n pixels are at most reach away from one.
func around(at, reach, n int) int { return min(at+reach, n-1) - max(at-reach, 0) + 1 }

func add(to, row []float32) {
	for x, v := range row[:len(to)] {
		to[x] += v
	}
}

func subtract(from, row []float32) {
	for x, v := range row[:len(from)] {
		from[x] -= v
	}
}
