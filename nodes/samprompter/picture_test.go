package samprompter

import (
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestMaskFiles(t *testing.T) {
	inside := image.Rect(3, 2, 6, 4)
	fill := func(img interface {
		image.Image
		Set(x, y int, c color.Color)
	}, c color.Color,
	) image.Image {
		for y := inside.Min.Y; y < inside.Max.Y; y++ {
			for x := inside.Min.X; x < inside.Max.X; x++ {
				img.Set(x, y, c)
			}
		}
		return img
	}
	all := image.Rect(0, 0, 9, 7)
	black := color.Palette{color.Black, color.RGBA{A: 255}, color.White} // what is 1 is as black as what is 0
	indexed := image.NewPaletted(all, black)
	for y := inside.Min.Y; y < inside.Max.Y; y++ {
		for x := inside.Min.X; x < inside.Max.X; x++ {
			indexed.SetColorIndex(x, y, 1)
		}
	}
	for _, tc := range []struct {
		name string
		img  image.Image
	}{
		{"grey", fill(image.NewGray(all), color.Gray{1})},
		{"grey of 16 bits", fill(image.NewGray16(all), color.Gray16{300})},
		{"colours", fill(image.NewRGBA(all), color.RGBA{B: 255, A: 255})},
		{"palette", indexed},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := readPicture(writePNG(t, tc.img))
			if err != nil {
				t.Fatal(err)
			}
			if want := (nodes.Box{X1: 3, Y1: 2, X2: 6, Y2: 4}); got.Box() != want || got.Area() != 6 || got.width != 9 || got.height != 7 {
				t.Errorf("got %v, %d pixels of %dx%d", got.Box(), got.Area(), got.width, got.height)
			}
		})
	}
}

func TestBadMaskFiles(t *testing.T) {
	empty := writePNG(t, image.NewGray(image.Rect(0, 0, 4, 4)))
	text := filepath.Join(t.TempDir(), "mask.png")
	if err := os.WriteFile(text, []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := open(context.Background(), nodestest.Env(t), Config{Model: "mobile-sam", Prompts: []Prompt{
		{Mask: "missing.png"}, {Box: []float64{1, 2, 3, 4}}, {Mask: text}, {Mask: empty},
	}})
	want := strings.Join([]string{
		"prompts[0].mask: open missing.png: no such file or directory",
		"prompts[2].mask: " + text + ": png: invalid format: not a PNG file",
		"prompts[3].mask: " + empty + ": nothing is marked: every pixel is zero",
	}, "\n")
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func writePNG(t *testing.T, img image.Image) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mask.png")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(file, img); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}
