package masksink

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestCutouts(t *testing.T) {
	t.Chdir(t.TempDir())
	n := newTestNode(Config{Cutouts: Cutouts{Folder: "c", Every: 2, MinArea: 5, Margin: 2}})
	items := []nodes.Instance{
		{Mask: nodes.MaskFromBitmap(1, 3, 3, 3, []byte{1, 1, 1, 1, 0, 1, 1, 1, 1}), Label: "a b", Track: 12},
		{Mask: nodes.MaskFromBitmap(20, 20, 2, 2, []byte{1, 1, 1, 1}), Label: "small"},
		{Box: nodes.Box{X1: 60, Y1: 40.5, X2: 70, Y2: 44}, Label: ""},
		{Box: nodes.Box{X1: 80, Y1: 40, X2: 90, Y2: 44}, Label: "outside"},
	}
	frame := noise(testWidth, testHeight, 5)
	defer frame.Release()
	for seq := range 4 {
		found := &nodes.Instances{Width: testWidth, Height: testHeight, Items: items, Skipped: seq == 2}
		if err := process(t, n, packet("s/1", seq, frame.Clone(), found)); err != nil {
			t.Fatal(err)
		}
	}
	finish(t, n)
	wantTree(t, ".", "c/cutouts.json", "c/s_1/a_b/12/000000.png", "c/s_1/object/000000-3.png")
	if got, want := string(read(t, "c/cutouts.json")), "{\"complete\":true,\"pictures\":2}\n"; got != want {
		t.Errorf("got %s", got)
	}
	masked := picturePixels(t, "c/s_1/a_b/12/000000.png", image.Pt(6, 7)) // one column of the margin is outside
	boxed := picturePixels(t, "c/s_1/object/000000-3.png", image.Pt(6, 8))
	for y := range 7 {
		for x := range 6 {
			at := image.Pt(x, y).Add(image.Pt(0, 1))
			inside := at.In(image.Rect(1, 3, 4, 6)) && at != image.Pt(2, 4)
			wantPixel(t, masked, frame, image.Pt(x, y), at, inside)
			wantPixel(t, boxed, frame, image.Pt(x, y), image.Pt(x+58, y+38), true)
		}
	}
}

func picturePixels(t *testing.T, path string, size image.Point) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(read(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds().Size(); got != size {
		t.Fatalf("%s: got %v, want %v", path, got, size)
	}
	return img
}

// wantPixel compares a pixel of a cut-out with that of the frame.
func wantPixel(t *testing.T, img image.Image, f *nodes.Frame, p, at image.Point, inside bool) {
	t.Helper()
	want := color.NRGBA{}
	if inside {
		bgr := f.Pix[3*(at.Y*f.Width+at.X):]
		want = color.NRGBA{bgr[2], bgr[1], bgr[0], 255}
	}
	if got := color.NRGBAModel.Convert(img.At(p.X, p.Y)); got != want {
		t.Errorf("pixel %v: got %v, want %v", p, got, want)
	}
}

func TestCutoutSettings(t *testing.T) {
	for want, c := range map[string]Cutouts{
		"cutouts.every: must be at least 1, got 0":         {Folder: "c"},
		"cutouts.min_area: must be at least 0, got -1":     {Folder: "c", Every: 1, MinArea: -1},
		"cutouts.margin: must be in [0, 1000], got 100000": {Folder: "c", Every: 1, Margin: 100_000},
	} {
		if err := (Config{Cutouts: c}).Validate(); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
