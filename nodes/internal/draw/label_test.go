package draw

import (
	"image"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestLabelTexts(t *testing.T) {
	for _, c := range []struct {
		name string
		it   nodes.Instance
		want [2]string
	}{
		{"all", nodes.Instance{Label: "person", Track: 3, Score: 0.874}, [2]string{"person 3 0.87", "3"}},
		{"no track", nodes.Instance{Label: "person", Score: 1}, [2]string{"person 1.00", "person"}},
		{"no label", nodes.Instance{Track: 3, Score: 0.5}, [2]string{"3 0.50", "3"}},
		{"only a score", nodes.Instance{Score: 0.5}, [2]string{"0.50", "0.50"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := labelTexts(c.it, true); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestLabelPlace(t *testing.T) {
	picture, size := image.Rect(0, 0, 100, 100), image.Pt(30, 10)
	box := image.Rect(20, 40, 60, 80)
	on, under, top, bottom := image.Rect(20, 30, 50, 40), image.Rect(20, 80, 50, 90), image.Rect(20, 40, 50, 50), image.Rect(20, 70, 50, 80)
	for _, c := range []struct {
		name  string
		box   image.Rectangle
		taken []image.Rectangle
		want  image.Rectangle
		free  bool
	}{
		{"on the box", box, nil, on, true},
		{"under it", box, []image.Rectangle{on}, under, true},
		{"in it", box, []image.Rectangle{on, under}, top, true},
		{"in it at the bottom", box, []image.Rectangle{on, under, top}, bottom, true},
		{"nowhere", box, []image.Rectangle{on, under, top, bottom}, on, false},
		{"at the picture's upper edge", image.Rect(20, 5, 60, 80), nil, image.Rect(20, 80, 50, 90), true},
		{"the whole picture", picture, nil, image.Rect(0, 0, 30, 10), true},
		{"over the right edge", image.Rect(90, 40, 99, 50), nil, image.Rect(70, 30, 100, 40), true},
		{"outside", image.Rect(200, 200, 300, 300), nil, image.Rect(70, 90, 100, 100), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, free := labelPlace(c.box, size, picture, c.taken)
			if got != c.want || free != c.free {
				t.Errorf("got %v %v, want %v %v", got, free, c.want, c.free)
			}
		})
	}
}

func TestTextStaysOnThePicture(t *testing.T) {
	f, err := newFont(9)
	if err != nil {
		t.Fatal(err)
	}
	frame := nodes.NewFrame(20, 10, nodes.Gray8, make([]byte, 200), nil)
	defer frame.Release()
	var c canvas
	for _, at := range []image.Point{{-5, -5}, {15, 5}, {-200, 0}, {0, 200}, {3, 1}} {
		c.load(frame, true)
		f.write(&c, "Wü~ ", at, white)
	}
	if c.pix == nil || f.width("ü") != f.width("?") || f.width("") != 0 {
		t.Error("want a question mark for what the font does not have")
	}
}
