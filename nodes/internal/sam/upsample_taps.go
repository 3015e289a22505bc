package sam

// tap is one pixel's place on the grid, along one axis: three neighbouring cells
// from the first, and their weights.
type tap struct {
	first  int
	weight [3]float32
}

// taps composes both resizes for an axis of size pixels that takes scaled of the
// square's side.
func taps(size, scaled, side int) []tap {
	out := make([]tap, size)
	for i := range out {
		var cells [Grid + 1]float32 // one more: an index past the end never has a weight
		lo, hi := Grid, 0
		for _, outer := range bilinear(i, size, scaled) {
			for _, inner := range bilinear(outer.index, side, Grid) {
				if w := outer.weight * inner.weight; w > 0 {
					cells[inner.index] += w
					lo, hi = min(lo, inner.index), max(hi, inner.index)
				}
			}
		}
		lo = min(lo, Grid-3)
		out[i] = tap{lo, [3]float32(cells[lo : lo+3])}
	}
	return out
}

type weighted struct {
	index  int
	weight float32
}

// bilinear says which two of from samples make up sample i of to, half-pixel
// centres, clamped at the ends (PyTorch's align_corners=False).
func bilinear(i, to, from int) [2]weighted {
	at := max(0, (float64(i)+0.5)*float64(from)/float64(to)-0.5)
	lo := min(int(at), from-1)
	frac := float32(at - float64(lo))
	return [2]weighted{{lo, 1 - frac}, {min(lo+1, from-1), frac}}
}

// band is neighbouring pixels along an axis that see the same three cells.
type band struct{ first, from, to int }

func bands(taps []tap) (all []band) {
	for i, t := range taps {
		if last := len(all) - 1; last >= 0 && all[last].first == t.first {
			all[last].to = i + 1
		} else {
			all = append(all, band{t.first, i, i + 1})
		}
	}
	return all
}
