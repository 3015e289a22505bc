package formats

import (
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// labelStudio writes a task with a prediction for each frame.
type labelStudio struct {
	*file
	pictures string
	tasks    int
}

type lsTask struct {
	Data        lsData         `json:"data"`
	Predictions []lsPrediction `json:"predictions"`
}

type lsData struct {
	Image string `json:"image"`
}

type lsPrediction struct {
	Model  string     `json:"model_version"`
	Score  float32    `json:"score"`
	Result []lsRegion `json:"result"`
}

// lsRegion is one thing. Coordinates are percent of the picture's size.
type lsRegion struct {
	ID       string         `json:"id"`
	From     string         `json:"from_name"`
	To       string         `json:"to_name"`
	Type     string         `json:"type"`
	Width    int            `json:"original_width"`
	Height   int            `json:"original_height"`
	Rotation int            `json:"image_rotation"`
	Score    float32        `json:"score"`
	Meta     *lsMeta        `json:"meta,omitempty"`
	Value    map[string]any `json:"value"`
}

type lsMeta struct {
	Text []string `json:"text"`
}

func newLabelStudio(d *desk) (encoder, error) {
	f, err := d.main()
	if err != nil {
		return nil, err
	}
	return &labelStudio{file: f, pictures: d.Pictures}, f.WriteByte('[')
}

func (o *labelStudio) state() any { return &o.tasks }

func (o *labelStudio) write(r *Record) error {
	if r.Skipped {
		return nil
	}
	if err := r.sized(); err != nil {
		return err
	}
	p := lsPrediction{Model: "maskgraph", Result: []lsRegion{}}
	for i, it := range r.Items {
		p.Result = append(p.Result, region(r, it, i))
		p.Score += it.Score / float32(len(r.Items))
	}
	return o.add(&o.tasks, lsTask{lsData{o.pictures + r.picture()}, []lsPrediction{p}})
}

func region(r *Record, it nodes.Instance, i int) lsRegion {
	out := lsRegion{
		ID: fmt.Sprintf("%s-%d-%d", files.Sanitise(r.Stamp.Stream), r.Stamp.Seq, i+1), To: "image",
		Width: r.Width, Height: r.Height, Score: it.Score,
	}
	if it.Track > 0 {
		out.Meta = &lsMeta{[]string{fmt.Sprint("track ", it.Track)}}
	}
	if m := r.masked(it); m != nil {
		packed := brush(m, r.Width, r.Height)
		numbers := make([]int, len(packed)) // a list of bytes would become text
		for k, b := range packed {
			numbers[k] = int(b)
		}
		out.From, out.Type = "tag", "brushlabels"
		out.Value = map[string]any{"format": "rle", "rle": numbers, "brushlabels": []string{label(it)}}
		return out
	}
	b, w, h := r.tight(it), float32(r.Width)/100, float32(r.Height)/100
	out.From, out.Type = "box", "rectanglelabels"
	out.Value = map[string]any{
		"x": b.X1 / w, "y": b.Y1 / h, "width": b.Width() / w, "height": b.Height() / h, "rotation": 0,
		"rectanglelabels": []string{label(it)},
	}
	return out
}

func (o *labelStudio) end(bool) error {
	_, err := o.WriteString("\n]\n")
	return err
}
