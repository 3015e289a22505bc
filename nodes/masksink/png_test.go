package masksink

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// row makes instances on a picture of 8x1, each from one pixel to another.
func row(items ...nodes.Instance) *nodes.Instances {
	for i, it := range items {
		if it.Box.X2 > 0 {
			var b nodes.MaskBuilder
			for x := int(it.Box.X1); x < int(it.Box.X2); x++ {
				b.Add(nodes.Span{X: x, Y1: 0, Y2: 1})
			}
			items[i].Mask = b.Mask()
		}
	}
	return &nodes.Instances{Width: 8, Height: 1, Items: items}
}

func at(from, to float32, score float32, track int) nodes.Instance {
	return nodes.Instance{Box: nodes.Box{X1: from, X2: to, Y2: 1}, Score: score, Track: track, Label: "cat"}
}

func TestPalettePNG(t *testing.T) {
	for _, c := range []struct {
		name  string
		found *nodes.Instances
		want  []int
		wide  bool
	}{
		{"nothing", row(), []int{0, 0, 0, 0, 0, 0, 0, 0}, false},
		{"track ids", row(at(0, 2, .5, 7), at(3, 4, .5, 255)), []int{7, 7, 0, 255, 0, 0, 0, 0}, false},
		{"order without tracks", row(at(0, 1, .5, 0), at(1, 2, .5, 0)), []int{1, 2, 0, 0, 0, 0, 0, 0}, false},
		{"free numbers beside tracks", row(at(0, 1, .5, 0), at(1, 2, .5, 1), at(2, 3, .5, 0)), []int{2, 1, 3, 0, 0, 0, 0, 0}, false},
		{"the higher score wins", row(at(0, 4, .5, 1), at(2, 6, .9, 2), at(5, 8, .7, 3)), []int{1, 1, 2, 2, 2, 2, 3, 3}, false},
		{"of equals the first wins", row(at(0, 4, .5, 1), at(2, 6, .5, 2)), []int{1, 1, 1, 1, 2, 2, 0, 0}, false},
		{"beyond the edge", row(at(-3, 1, .5, 1), at(6, 12, .5, 2)), []int{1, 0, 0, 0, 0, 0, 2, 2}, false},
		{"a box is no mask", row(nodes.Instance{Track: 5}), []int{0, 0, 0, 0, 0, 0, 0, 0}, false},
		{"16 bits", row(at(0, 1, .5, 256), at(1, 2, .5, 3)), []int{256, 3, 0, 0, 0, 0, 0, 0}, true},
		{"no number left", row(at(0, 1, .5, 65536), at(1, 2, .5, 3)), []int{0, 3, 0, 0, 0, 0, 0, 0}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			n := newTestNode(Config{Masks: "m"})
			if err := process(t, n, packet("s", 4, noise(8, 1, 0), c.found)); err != nil {
				t.Fatal(err)
			}
			finish(t, n)
			img, err := png.Decode(bytes.NewReader(read(t, "m/000004.png")))
			if err != nil {
				t.Fatal(err)
			}
			if _, wide := img.(*image.Gray16); wide != c.wide {
				t.Errorf("got a %T", img)
			}
			if got := pixels(img); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func pixels(img image.Image) (ids []int) {
	for x := range img.Bounds().Dx() {
		if p, ok := img.(*image.Paletted); ok {
			ids = append(ids, int(p.ColorIndexAt(x, 0)))
		} else {
			ids = append(ids, int(img.At(x, 0).(color.Gray16).Y))
		}
	}
	return ids
}

func TestFolderOfAnEarlierRunIsReplaced(t *testing.T) {
	t.Chdir(t.TempDir())
	n := newTestNode(Config{Masks: "m"})
	feed(t, n, "s", 3)
	finish(t, n)
	if err := os.WriteFile("m/mine.txt", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	n = newTestNode(Config{Masks: "m"})
	feed(t, n, "s", 1)
	wantTree(t, ".", "m/000000.png", "m/000001.png", "m/000002.png", "m/masks.json", "m/mine.txt", ".m.part/000000.png", ".m.part.side")
	finish(t, n)
	wantTree(t, ".", "m/000000.png", "m/masks.json", "m/mine.txt")
	want := `{
  "complete": true,
  "frames": 1,
  "labels": {
    "3": "person"
  }
}
`
	if got := string(read(t, "m/masks.json")); got != want {
		t.Errorf("got %s", got)
	}
}
