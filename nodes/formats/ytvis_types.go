package formats

import "encoding/json"

// ytIndex is what is held of a YouTube-VIS file while it is read by frames: where in
// the file each mask is.
type ytIndex struct {
	videos     []*ytSource
	tracks     []ytTruth
	categories map[int64]category
	places     []ytPlace
}

type ytSource struct {
	ID      int64     `json:"id"`
	Name    string    `json:"name"`
	Width   int       `json:"width"`
	Height  int       `json:"height"`
	Length  int       `json:"length"`
	Files   []string  `json:"file_names"`
	Frames  []uint64  `json:"frames"`  // of Maskgraph's own files
	Seconds []float64 `json:"seconds"` // of Maskgraph's own files
	places  []ytPlace
}

type ytTruth struct {
	ID       int64             `json:"id"`
	Video    int64             `json:"video_id"`
	Category int64             `json:"category_id"`
	Crowd    int               `json:"iscrowd"`
	Score    *float32          `json:"score"`
	Scores   []*float32        `json:"scores"` // of Maskgraph's own files
	Boxes    [][]float64       `json:"bboxes"`
	Masks    []json.RawMessage `json:"segmentations"`
	tracked
}

// ytPlace is one frame of a track. Only what has no mask has its box here.
type ytPlace struct {
	frame, track int32
	score        float32
	box          []float64
	mask         piece
}

func (v *ytSource) folder() string {
	if len(v.Files) == 0 {
		return ""
	}
	return dirOf(v.Files[0])
}
