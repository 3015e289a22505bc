package truth

import (
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval"
)

// Video reads a folder of frames/NNNNN.jpg, masks/NNNNN.png whose palette indices
// are identities (0 is nothing), and meta.json, which names the label of each
// identity. Pictures come in the order of time. What is hidden on a frame is
// missing there.
func Video(dir string) ([]Picture, error) {
	text, err := os.ReadFile(filepath.Join(dir, "meta.json"))
	if err != nil {
		return nil, err
	}
	var meta struct {
		Frames  int `json:"frames"`
		Objects []struct {
			ID    uint8  `json:"id"`
			Label string `json:"label"`
		} `json:"objects"`
	}
	if err := json.Unmarshal(text, &meta); err != nil {
		return nil, fmt.Errorf("%s: meta.json: %w", dir, err)
	}
	var pictures []Picture
	for i := range meta.Frames {
		path := filepath.Join(dir, "masks", fmt.Sprintf("%05d.png", i))
		ids, err := readPalette(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		frame := filepath.Join(dir, "frames", fmt.Sprintf("%05d.jpg", i))
		p := Picture{Path: frame, Width: ids.Rect.Dx(), Height: ids.Rect.Dy()}
		for _, o := range meta.Objects {
			if mask := maskOf(ids, o.ID); !mask.Empty() {
				p.Truth = append(p.Truth, eval.Truth{Instance: nodes.Instance{
					Box: mask.Box(), Label: o.Label, Class: -1, Mask: mask, Track: int(o.ID),
				}})
			}
		}
		pictures = append(pictures, p)
	}
	return pictures, nil
}

func readPalette(path string) (*image.Paletted, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		return nil, err
	}
	paletted, ok := img.(*image.Paletted)
	if !ok {
		return nil, fmt.Errorf("want a PNG with a palette, got %T", img)
	}
	return paletted, nil
}

func maskOf(ids *image.Paletted, id uint8) *nodes.Mask {
	w, h := ids.Rect.Dx(), ids.Rect.Dy()
	inside := make([]byte, w*h)
	for y := range h {
		for x := range w {
			if ids.Pix[y*ids.Stride+x] == id {
				inside[y*w+x] = 1
			}
		}
	}
	return nodes.MaskFromBitmap(0, 0, w, h, inside)
}
