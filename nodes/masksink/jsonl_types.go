package masksink

import "github.com/maskgraph/maskgraph/nodes"

// rle is a mask as pycocotools reads it: of the whole frame, compressed counts.
type rle struct {
	Size   [2]int `json:"size"` // height, width
	Counts string `json:"counts"`
}

func rleOf(m *nodes.Mask, width, height int) *rle {
	return &rle{Size: [2]int{height, width}, Counts: m.COCOCounts(width, height)}
}

type jsonLine struct {
	Stream    string         `json:"stream"`
	File      string         `json:"file,omitempty"` // the picture file
	Frame     uint64         `json:"frame"`
	PTS       float64        `json:"pts"` // seconds
	Estimated bool           `json:"estimated,omitempty"`
	Width     int            `json:"width"`
	Height    int            `json:"height"`
	Skipped   bool           `json:"skipped,omitempty"`
	Instances []jsonInstance `json:"instances"`
}

type jsonInstance struct {
	Box          [4]float32 `json:"box"` // x1, y1, x2, y2
	Score        float32    `json:"score"`
	Label        string     `json:"label,omitempty"`
	Track        int        `json:"track,omitempty"`
	Area         *int       `json:"area,omitempty"` // of the mask, in pixels
	RLE          *rle       `json:"rle,omitempty"`
	PredictedIoU float32    `json:"predicted_iou,omitempty"`
	Stability    float32    `json:"stability,omitempty"`
	Origin       *origin    `json:"origin,omitempty"` // of the mask
}

// origin is where a mask came from: see nodes.Origin.
type origin struct {
	Prompt  string       `json:"prompt,omitempty"`
	Box     []float32    `json:"box,omitempty"`    // x1, y1, x2, y2
	Points  [][3]float32 `json:"points,omitempty"` // x, y, 1 or, for the background, 0
	Token   int          `json:"token"`
	IoUs    []float32    `json:"ious,omitempty"`
	Encoded uint64       `json:"encoded"` // number of the frame
	Age     float64      `json:"age"`     // seconds
	Steps   []string     `json:"steps,omitempty"`
}

func originOf(o *nodes.Origin) *origin {
	if o == nil {
		return nil
	}
	out := &origin{Prompt: o.Prompt, Token: o.Token, IoUs: o.IoUs, Encoded: o.Encoded, Age: o.Age.Seconds(), Steps: o.Steps}
	if o.Box != (nodes.Box{}) {
		out.Box = []float32{o.Box.X1, o.Box.Y1, o.Box.X2, o.Box.Y2}
	}
	for _, p := range o.Points {
		inside := float32(1)
		if p.Background {
			inside = 0
		}
		out.Points = append(out.Points, [3]float32{p.X, p.Y, inside})
	}
	return out
}
