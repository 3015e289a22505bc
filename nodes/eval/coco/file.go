// Package coco reads truth and results in the JSON formats of the COCO benchmark,
// and those of YouTube-VIS for videos.
package coco

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/maskgraph/maskgraph/nodes"
)

// file is a file of either format. A list of results has annotations only.
type file struct {
	Images      []imageEntry `json:"images"`
	Videos      []videoEntry `json:"videos"`
	Categories  []category   `json:"categories"`
	Annotations []annotation `json:"annotations"`

	list bool // of results: ids are those of the truth
}

type imageEntry struct {
	ID     int64  `json:"id"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Name   string `json:"file_name"`
	Stream string `json:"stream"` // of Maskgraph's own files: the video's name
}

type videoEntry struct {
	ID    int64    `json:"id"`
	Name  string   `json:"name"`
	Names []string `json:"file_names"`
}

type category struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

type annotation struct {
	ID            int64             `json:"id"`
	Image         int64             `json:"image_id"`
	Video         int64             `json:"video_id"`
	Category      int64             `json:"category_id"`
	Box           []float64         `json:"bbox"` // x, y, width, height
	Segmentation  json.RawMessage   `json:"segmentation"`
	Segmentations []json.RawMessage `json:"segmentations"` // of YouTube-VIS: for each frame, null where it is hidden
	Score         *float64          `json:"score"`
	Crowd         int               `json:"iscrowd"`
	Track         int64             `json:"track_id"`
	Attributes    struct {
		Track int64 `json:"track_id"`
	} `json:"attributes"`
}

func read(path string) (*file, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f := &file{}
	var into any = f
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) {
		f.list, into = true, &f.Annotations
	}
	if err := json.Unmarshal(text, into); err != nil {
		return nil, fmt.Errorf("%s: %w", place(path, text, err), err)
	}
	return f, nil
}

// place adds the line that a JSON error is on.
func place(path string, text []byte, err error) string {
	var at int64
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		at = syntax.Offset
	}
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		at = wrong.Offset
	}
	if at <= 0 {
		return path
	}
	return fmt.Sprintf("%s:%d", path, 1+bytes.Count(text[:min(at, int64(len(text)))], []byte("\n")))
}

// rle is COCO's run-length coding, compressed (a string) or not (a list).
type rle struct {
	Size   [2]int          `json:"size"` // height, width
	Counts json.RawMessage `json:"counts"`
}

// mask reads a segmentation: run lengths, or polygons on a picture of this size.
// null and nothing are no mask.
func mask(segmentation json.RawMessage, width, height int) (*nodes.Mask, error) {
	switch {
	case len(segmentation) == 0 || string(segmentation) == "null":
		return nil, nil
	case segmentation[0] == '[':
		var polygons [][]float64
		if err := json.Unmarshal(segmentation, &polygons); err != nil {
			return nil, fmt.Errorf("segmentation: want polygons [[x, y, x, y …] …]: %w", err)
		}
		if width <= 0 || height <= 0 {
			return nil, errors.New("segmentation: polygons want the width and height of the image")
		}
		return fill(width, height, polygons)
	}
	var r rle
	if err := json.Unmarshal(segmentation, &r); err != nil {
		return nil, fmt.Errorf(`segmentation: want {"size": [height, width], "counts": …}: %w`, err)
	}
	if width > 0 && height > 0 && r.Size != [2]int{height, width} {
		return nil, fmt.Errorf("segmentation: want size [%d, %d] like the image, got [%d, %d]", height, width, r.Size[0], r.Size[1])
	}
	var compressed string
	if json.Unmarshal(r.Counts, &compressed) == nil {
		return nodes.MaskFromCOCOCounts(r.Size[1], r.Size[0], compressed)
	}
	var counts []uint32
	if err := json.Unmarshal(r.Counts, &counts); err != nil {
		return nil, fmt.Errorf("segmentation: counts: %w", err)
	}
	return nodes.MaskFromCOCORuns(r.Size[1], r.Size[0], counts)
}
