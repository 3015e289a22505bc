package sam

import "github.com/maskgraph/maskgraph/nodes"

// The self-test's picture has colours that are not alike in red and blue, edges,
// noise, and proportions that leave a third of the square free and whose scaled
// height depends on rounding. It is made of integers, so that any language can make
// the very same: a red ellipse with a yellow one on it, a blue square, a green
// triangle and six bars, on a ground that changes its colour from corner to corner.
const testWidth, testHeight = 1600, 1067

// testBox is around the ellipse and the square, so that the masks differ.
var testBox = nodes.Box{X1: 180, Y1: 190, X2: 1430, Y2: 730}

func testPicture() *nodes.Frame {
	pix := make([]byte, 0, 3*testWidth*testHeight)
	for y := range testHeight {
		for x := range testWidth {
			r, g, b := testColour(x, y)
			n := (testNoise(x/8, y/8, 1)-128)>>3 + (testNoise(x, y, 2)-128)>>5
			for _, c := range [3]int{b, g, r} {
				pix = append(pix, byte(min(max(c+n, 0), 255)))
			}
		}
	}
	return nodes.NewFrame(testWidth, testHeight, nodes.BGR8, pix, nil)
}

func testColour(x, y int) (r, g, b int) {
	r, g, b = 60+x*150/testWidth, 70+y*120/testHeight, 200-(x+y)*140/(testWidth+testHeight)
	if inEllipse(x-520, y-460, 330, 260) {
		r, g, b = 205, 45, 35
	}
	if inEllipse(x-600, y-430, 120, 100) {
		r, g, b = 240, 200, 60
	}
	if x >= 1050 && x < 1420 && y >= 140 && y < 520 {
		r, g, b = 30, 60, 190
	}
	if y >= 640 && y < 960 && max(x-1150, 1150-x)*320 < (y-640)*260 {
		r, g, b = 40, 150, 60
	}
	if bar := x - 120; bar >= 0 && bar < 780 && bar%130 < 60 && y >= 820 && y < 1000 {
		r, g, b = 35, 30, 45
		if bar/130%2 == 1 {
			r, g, b = 225, 215, 205
		}
	}
	return r, g, b
}

func inEllipse(x, y, a, b int) bool { return x*x*b*b+y*y*a*a < a*a*b*b }

// testNoise is 0 to 255, without order but always the same.
func testNoise(x, y, seed int) int {
	h := uint32(x)*374761393 + uint32(y)*668265263 + uint32(seed)*2246822519
	h = (h ^ h>>13) * 1274126177
	return int((h ^ h>>16) & 255)
}
