package carry

import (
	"math/rand/v2"
	"testing"
)

// TestAlike compares with pixels looked at one by one.
func TestAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][2]int{{1, 1}, {15, 20}, {16, 3}, {37, 29}} {
		var l layers
		l.reset(size[0], size[1])
		for _, of := range []int{present, keyframe} {
			for y := range l.h {
				row := l.lines(of, y)
				for x := range l.w {
					row[blue][x], row[green][x], row[red][x] = byte(r.IntN(80)), byte(r.IntN(80)), byte(r.IntN(80))
					if kind := r.IntN(3); kind > 0 {
						row[inside+kind-1][x] = byte(200 + r.IntN(56))
					}
				}
			}
		}
		got := make([]float32, l.w*l.h)
		l.alike(got)
		for i, g := range got {
			if want := l.plainAlike(i%l.w, i/l.w); g != want {
				t.Fatalf("%v: pixel %d is %v, want %v", size, i, g, want)
			}
		}
	}
}

func (l *layers) plainAlike(x, y int) float32 {
	own := l.lines(present, y)
	if own[inside][x] > 0 || own[outside][x] > 0 {
		return 0
	}
	in, out := 200, 200
	for dy := -colourReach; dy <= colourReach; dy += colourStep {
		for dx := -colourReach; dx <= colourReach; dx += colourStep {
			i, j := x+dx, y+dy
			if i < 0 || j < 0 || i >= l.w || j >= l.h {
				continue
			}
			for _, of := range []int{present, keyframe} {
				at := l.lines(of, j)
				apart := 255
				for plane := blue; plane <= red; plane++ {
					apart += max(int(own[plane][x])-int(at[plane][i]), int(at[plane][i])-int(own[plane][x]))
				}
				in, out = min(in, apart-int(at[inside][i])), min(out, apart-int(at[outside][i]))
			}
		}
	}
	return float32(out-in) / float32(out+in+12)
}
