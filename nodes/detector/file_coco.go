package detector

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// cocoFile is what we read of COCO's annotation format.
type cocoFile struct {
	Images []struct {
		ID       int64  `json:"id"`
		FileName string `json:"file_name"`
	} `json:"images"`
	Categories []struct {
		ID   int64  `json:"id"`
		Name string `json:"name"`
	} `json:"categories"`
	Annotations []cocoBox `json:"annotations"`
}

// cocoBox is an annotation, or an entry of a list of results.
type cocoBox struct {
	Image    int64     `json:"image_id"`
	Category int64     `json:"category_id"`
	Box      []float64 `json:"bbox"`    // x, y, width, height
	Score    *float64  `json:"score"`   // results only
	Crowd    int       `json:"iscrowd"` // 1: many things in one box, which is left out
}

func parseCOCO(path string, data []byte) (*boxFile, error) {
	var c cocoFile
	if err := decodeJSON(path, data, &c); err != nil {
		return nil, err
	}
	return c.boxes(path, "annotations")
}

// readResults reads a list of results. The file that it was made for has the rest.
func readResults(path string, data []byte, images string) (*boxFile, error) {
	if images == "" {
		return nil, fmt.Errorf("%s: a list of results does not say which images it means: set file.images to the annotation file it was made for", path)
	}
	about, err := readRegular(images)
	if err != nil {
		return nil, err
	}
	var c cocoFile
	if err := decodeJSON(images, about, &c); err != nil {
		return nil, err
	}
	c.Annotations = nil
	if err := decodeJSON(path, data, &c.Annotations); err != nil {
		return nil, err
	}
	return c.boxes(path, "")
}

// boxes sorts annotations by image. list is what they are called in messages.
func (c cocoFile) boxes(path, list string) (*boxFile, error) {
	if len(c.Images) == 0 {
		return nil, fmt.Errorf("%s: not COCO JSON: no images are listed", path)
	}
	b := &boxFile{images: make([]imageBoxes, len(c.Images))}
	imageByID, classByID := map[int64]int{}, map[int64]int{}
	for i, im := range c.Images {
		imageByID[im.ID], b.images[i].name = i, im.FileName
	}
	for i, cat := range c.Categories {
		classByID[cat.ID] = i
		b.labels = append(b.labels, cat.Name)
	}
	for i, a := range c.Annotations {
		image, okImage := imageByID[a.Image]
		class, okClass := classByID[a.Category]
		switch {
		case a.Crowd == 1:
			continue
		case len(a.Box) != 4:
			return nil, fmt.Errorf("%s: %s[%d]: bbox: want [x, y, width, height], got %v", path, list, i, a.Box)
		case !okImage:
			return nil, fmt.Errorf("%s: %s[%d]: image_id: no image has the id %d", path, list, i, a.Image)
		case !okClass:
			return nil, fmt.Errorf("%s: %s[%d]: category_id: no category has the id %d", path, list, i, a.Category)
		case a.Score != nil && math.Abs(*a.Score) > math.MaxFloat32:
			return nil, fmt.Errorf("%s: %s[%d]: score: %g is out of range", path, list, i, *a.Score)
		}
		it := nodes.Instance{Box: boxXYWH(a.Box), Score: 1, Class: class, Label: b.labels[class]}
		if a.Score != nil {
			it.Score = scoreOf(*a.Score)
		}
		b.images[image].items = append(b.images[image].items, it)
	}
	b.sortImages()
	return b, nil
}

// decodeJSON says in which line something is wrong.
func decodeJSON(path string, data []byte, into any) error {
	err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), into)
	var offset int64
	var syntax *json.SyntaxError
	var mistyped *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &mistyped):
		offset = mistyped.Offset
	}
	line := 1 + bytes.Count(data[:min(offset, int64(len(data)))], []byte("\n"))
	return fmt.Errorf("%s:%d: %w", path, line, err)
}
