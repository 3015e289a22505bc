package truth

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval"
	"github.com/maskgraph/maskgraph/nodes/eval/vos"
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
			ID    int    `json:"id"`
			Label string `json:"label"`
		} `json:"objects"`
	}
	if err := json.Unmarshal(text, &meta); err != nil {
		return nil, fmt.Errorf("%s: meta.json: %w", dir, err)
	}
	var pictures []Picture
	for i := range meta.Frames {
		path := filepath.Join(dir, "masks", fmt.Sprintf("%05d.png", i))
		frame, err := vos.ReadPNG(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		p := Picture{Path: filepath.Join(dir, "frames", fmt.Sprintf("%05d.jpg", i)), Width: frame.Width, Height: frame.Height}
		for _, o := range meta.Objects {
			if mask := frame.Masks[o.ID]; mask != nil {
				p.Truth = append(p.Truth, eval.Truth{Instance: nodes.Instance{
					Box: mask.Box(), Label: o.Label, Class: -1, Mask: mask, Track: o.ID,
				}})
			}
		}
		pictures = append(pictures, p)
	}
	return pictures, nil
}
