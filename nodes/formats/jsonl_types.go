package formats

import (
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
)

// jsonLine is a frame in JSON Lines, as MaskSink writes it.
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
	Ignore    []jsonInstance `json:"ignore,omitempty"` // see Record
}

type jsonInstance struct {
	Box          [4]float32  `json:"box"` // x1, y1, x2, y2
	Score        float32     `json:"score"`
	Label        string      `json:"label,omitempty"`
	Track        int         `json:"track,omitempty"`
	Area         *int        `json:"area,omitempty"` // of the mask, in pixels
	RLE          *rle        `json:"rle,omitempty"`
	PredictedIoU float32     `json:"predicted_iou,omitempty"`
	Stability    float32     `json:"stability,omitempty"`
	Origin       *jsonOrigin `json:"origin,omitempty"` // of the mask
}

// jsonOrigin is where a mask came from: see nodes.Origin.
type jsonOrigin struct {
	Prompt  string       `json:"prompt,omitempty"`
	Box     []float32    `json:"box,omitempty"`    // x1, y1, x2, y2
	Points  [][3]float32 `json:"points,omitempty"` // x, y, 1 or, for the background, 0
	Token   int          `json:"token"`
	IoUs    []float32    `json:"ious,omitempty"`
	Encoded uint64       `json:"encoded"` // number of the frame
	Age     float64      `json:"age"`     // seconds
	Steps   []string     `json:"steps,omitempty"`
}

func toJSON(r *Record, it nodes.Instance) jsonInstance {
	out := jsonInstance{
		Box: [4]float32{it.Box.X1, it.Box.Y1, it.Box.X2, it.Box.Y2}, Score: it.Score, Label: it.Label, Track: it.Track,
		PredictedIoU: it.PredictedIoU, Stability: it.Stability, Origin: originToJSON(it.Origin),
	}
	if m := r.masked(it); m != nil {
		area := m.Area()
		out.Area, out.RLE = &area, newRLE(m, r.Width, r.Height)
	}
	return out
}

func originToJSON(o *nodes.Origin) *jsonOrigin {
	if o == nil {
		return nil
	}
	out := &jsonOrigin{Prompt: o.Prompt, Token: o.Token, IoUs: o.IoUs, Encoded: o.Encoded, Age: o.Age.Seconds(), Steps: o.Steps}
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

func (l *jsonLine) record() (r Record, err error) {
	r.Stamp = nodes.Stamp{Stream: l.Stream, File: l.File, Seq: l.Frame, Estimated: l.Estimated}
	if r.Stamp.PTS, err = duration(l.PTS); err != nil {
		return r, fmt.Errorf("pts: %w", err)
	}
	r.Name, r.Width, r.Height, r.Skipped = FrameName(r.Stamp), max(0, l.Width), max(0, l.Height), l.Skipped
	if r.Items, err = l.read(l.Instances); err != nil {
		return r, err
	}
	r.Ignore, err = l.read(l.Ignore)
	return r, err
}

func (l *jsonLine) read(all []jsonInstance) ([]nodes.Instance, error) {
	var items []nodes.Instance
	for i, it := range all {
		out := nodes.Instance{
			Box:   nodes.Box{X1: it.Box[0], Y1: it.Box[1], X2: it.Box[2], Y2: it.Box[3]},
			Score: it.Score, Class: -1, Label: it.Label, Track: max(0, it.Track), PredictedIoU: it.PredictedIoU, Stability: it.Stability,
		}
		var err error
		if it.RLE != nil {
			if it.RLE.Size != [2]int{l.Height, l.Width} {
				return nil, fmt.Errorf("instance %d: rle: want size [%d, %d] like the frame, got [%d, %d]", i+1, l.Height, l.Width, it.RLE.Size[0], it.RLE.Size[1])
			}
			if out.Mask, err = it.RLE.mask(); err != nil {
				return nil, fmt.Errorf("instance %d: rle: %w", i+1, err)
			}
		}
		if out.Origin, err = it.Origin.read(); err != nil {
			return nil, fmt.Errorf("instance %d: origin: %w", i+1, err)
		}
		items = append(items, out)
	}
	return items, nil
}

func (o *jsonOrigin) read() (*nodes.Origin, error) {
	if o == nil {
		return nil, nil
	}
	out := &nodes.Origin{Prompt: o.Prompt, Token: o.Token, IoUs: o.IoUs, Encoded: o.Encoded, Steps: o.Steps}
	var err error
	if out.Age, err = duration(o.Age); err != nil {
		return nil, fmt.Errorf("age: %w", err)
	}
	switch len(o.Box) {
	case 0:
	case 4:
		out.Box = nodes.Box{X1: o.Box[0], Y1: o.Box[1], X2: o.Box[2], Y2: o.Box[3]}
	default:
		return nil, errors.New("box: want x1, y1, x2, y2")
	}
	for _, p := range o.Points {
		out.Points = append(out.Points, nodes.Point{X: p[0], Y: p[1], Background: p[2] == 0})
	}
	return out, nil
}
