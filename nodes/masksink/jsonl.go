package masksink

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/maskgraph/maskgraph/nodes"
)

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
}

// jsonl writes a line a frame, at once.
type jsonl struct {
	w   io.Writer
	buf bytes.Buffer
}

func newJSONL(path string) (output, error) {
	j, err := newJournal(path)
	if err != nil {
		return nil, err
	}
	return &jsonl{w: j}, nil
}

func (o *jsonl) write(r record) error {
	line := jsonLine{
		Stream: r.stamp.Stream, File: r.stamp.File, Frame: r.stamp.Seq, PTS: r.stamp.PTS.Seconds(), Estimated: r.stamp.Estimated,
		Width: r.frame.Width, Height: r.frame.Height, Skipped: r.found.Skipped,
		Instances: make([]jsonInstance, 0, len(r.found.Items)),
	}
	for _, it := range r.found.Items {
		ji := jsonInstance{
			Box: [4]float32{it.Box.X1, it.Box.Y1, it.Box.X2, it.Box.Y2}, Score: it.Score, Label: it.Label, Track: it.Track,
			PredictedIoU: it.PredictedIoU, Stability: it.Stability,
		}
		if it.Mask != nil {
			mask := it.Mask.Clip(0, 0, r.frame.Width, r.frame.Height)
			area := mask.Area()
			ji.Area, ji.RLE = &area, rleOf(mask, r.frame.Width, r.frame.Height)
		}
		line.Instances = append(line.Instances, ji)
	}
	o.buf.Reset()
	if err := appendJSON(&o.buf, line); err != nil {
		return err
	}
	_, err := o.w.Write(o.buf.Bytes())
	return err
}

func (o *jsonl) end(bool) error {
	if file, ok := o.w.(*journal); ok {
		return file.Close()
	}
	return nil
}

// appendJSON writes v and a line break. Counts are full of < and >: they stay as
// they are.
func appendJSON(b *bytes.Buffer, v any) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
