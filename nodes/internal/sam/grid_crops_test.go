package sam

import (
	"image"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestCrops compares with generate_crop_boxes, worked by hand: at 1500x1000 the
// overlap is int(512/1500*1000) = 341, a crop is ceil((341+1500)/2) = 921 wide and
// ceil((341+1000)/2) = 671 high, and the next one begins 341 before its end.
func TestCrops(t *testing.T) {
	const overlap = 512.0 / 1500
	for _, tc := range []struct {
		name                  string
		width, height, layers int
		count                 int
		at                    map[int]Crop
	}{
		{"none", 1500, 1000, 0, 1, map[int]Crop{0: {image.Rect(0, 0, 1500, 1000), 0}}},
		{"a layer", 1500, 1000, 1, 5, map[int]Crop{
			0: {image.Rect(0, 0, 1500, 1000), 0},
			1: {image.Rect(0, 0, 921, 671), 1},
			2: {image.Rect(0, 330, 921, 1000), 1},
			3: {image.Rect(580, 0, 1500, 671), 1},
			4: {image.Rect(580, 330, 1500, 1000), 1},
		}},
		{"two layers", 1500, 1000, 2, 21, map[int]Crop{
			5:  {image.Rect(0, 0, 503, 378), 2},
			6:  {image.Rect(0, 208, 503, 586), 2},
			9:  {image.Rect(333, 0, 836, 378), 2},
			20: {image.Rect(999, 624, 1500, 1000), 2},
		}},
		{"a picture of one pixel", 1, 1, 1, 2, map[int]Crop{1: {image.Rect(0, 0, 1, 1), 1}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			crops := Crops(tc.width, tc.height, tc.layers, overlap)
			if len(crops) != tc.count {
				t.Errorf("%d crops, want %d", len(crops), tc.count)
			}
			for i, want := range tc.at {
				if i < len(crops) && crops[i] != want {
					t.Errorf("crop %d is %v, want %v", i, crops[i], want)
				}
			}
		})
	}
}

func TestCut(t *testing.T) {
	pix := make([]byte, 3*5*4)
	for i := range pix {
		pix[i] = byte(i)
	}
	whole := nodes.NewFrame(5, 4, nodes.BGR8, pix, nil)
	defer whole.Release()
	part := Crop{image.Rect(1, 2, 3, 4), 1}.Cut(whole)
	defer part.Release()
	want := []byte{33, 34, 35, 36, 37, 38, 48, 49, 50, 51, 52, 53}
	if part.Width != 2 || part.Height != 2 || !slices.Equal(part.Pix, want) {
		t.Errorf("got %dx%d %v, want %v", part.Width, part.Height, part.Pix, want)
	}
}

// rect is a mask in the shape of a rectangle, x2 and y2 just outside.
func rect(x1, y1, x2, y2 int) *nodes.Mask {
	return &nodes.Mask{X: x1, Y: y1, W: x2 - x1, H: y2 - y1, Runs: []uint32{0, uint32((x2 - x1) * (y2 - y1))}}
}

func TestCutsOff(t *testing.T) {
	left := Crop{image.Rect(0, 0, 921, 671), 1} // of 1500x1000
	for _, tc := range []struct {
		name string
		mask *nodes.Mask
		want bool
	}{
		{"in the middle", rect(300, 300, 400, 400), false},
		{"20 pixels from the right edge", rect(300, 300, 902, 400), true},
		{"21 pixels from the right edge", rect(300, 300, 901, 400), false},
		{"at the lower edge", rect(300, 300, 400, 671), true},
		{"at the picture's corner", rect(0, 0, 400, 400), false},
		{"at both", rect(0, 0, 921, 400), true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := left.CutsOff(tc.mask, 1500, 1000); got != tc.want {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
	whole := Crop{image.Rect(0, 0, 1500, 1000), 0}
	if whole.CutsOff(rect(0, 0, 1500, 1000), 1500, 1000) {
		t.Error("the picture's own edge cuts nothing off")
	}
}
