package formats

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"strconv"

	"github.com/maskgraph/maskgraph/nodes"
)

// parsePicture reads an entry of images: ours, or one of CocoVID, which has the number
// of the frame in frame_id.
func parsePicture(item json.RawMessage) (p cocoPicture, err error) {
	var e struct {
		ID         *int64   `json:"id"`
		Width      int      `json:"width"`
		Height     int      `json:"height"`
		FileName   string   `json:"file_name"`
		Stream     string   `json:"stream"`
		Video      int64    `json:"video_id"`
		Frame      *uint64  `json:"frame"`
		FrameID    *uint64  `json:"frame_id"`
		FrameIndex *uint64  `json:"frame_index"`
		Seconds    *float64 `json:"seconds"`
	}
	if err := json.Unmarshal(item, &e); err != nil {
		return p, err
	}
	if e.ID == nil {
		return p, errors.New("id is missing")
	}
	p = cocoPicture{id: *e.ID, video: e.Video}
	p.record = Record{Stamp: nodes.Stamp{Stream: e.Stream, File: e.FileName}, Width: max(0, e.Width), Height: max(0, e.Height)}
	for _, n := range []*uint64{e.Frame, e.FrameID, e.FrameIndex} {
		if n != nil && !p.numbered {
			p.record.Stamp.Seq, p.numbered = *n, true
		}
	}
	if e.Seconds != nil {
		p.timed = true
		if p.record.Stamp.PTS, err = duration(*e.Seconds); err != nil {
			return p, fmt.Errorf("seconds: %w", err)
		}
	}
	return p, nil
}

// settle completes the record of a picture whose stream and number are known. A name
// that we make for frames of videos is no file.
func (p *cocoPicture) settle() {
	r := &p.record
	if !p.timed {
		r.at(0)
	}
	made := Record{Stamp: nodes.Stamp{Stream: r.Stamp.Stream, Seq: r.Stamp.Seq}}
	made.Name = FrameName(made.Stamp)
	if r.Stamp.File == made.picture() {
		r.Stamp.File = ""
	}
	r.Name = FrameName(r.Stamp)
}

// dirOf is the name of the folder that a file is in, empty for none.
func dirOf(file string) string {
	if dir := path.Base(path.Dir(file)); dir != "." && dir != "/" && dir != ".." {
		return dir
	}
	return ""
}

// add reads an annotation again and adds it to its record.
func (x *cocoIndex) add(r *Record, f *os.File, at cocoPlace, buf *[]byte) error {
	text, err := at.piece.get(f, buf)
	if err != nil {
		return err
	}
	var a struct {
		Category     int64           `json:"category_id"`
		Segmentation json.RawMessage `json:"segmentation"`
		Box          []float64       `json:"bbox"`
		Crowd        int             `json:"iscrowd"`
		Score        *float32        `json:"score"`
		Origin       *jsonOrigin     `json:"origin"`
		tracked
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return err
	}
	it := instance(x.categories, a.Category, a.Score)
	it.Track = a.track()
	if it.Origin, err = a.Origin.read(); err != nil {
		return fmt.Errorf("origin: %w", err)
	}
	if it.Mask, err = segmentation(a.Segmentation, r.Width, r.Height); err != nil {
		return err
	}
	if it.Mask != nil && len(a.Box) == 0 {
		it.Box = it.Mask.Box()
	} else if it.Box, err = boxOf(a.Box); err != nil {
		return err
	}
	if a.Crowd != 0 {
		r.Ignore = append(r.Ignore, it)
	} else {
		r.Items = append(r.Items, it)
	}
	return nil
}

// instance has a class and a score; truth has none, and counts as sure.
func instance(categories map[int64]category, id int64, score *float32) nodes.Instance {
	c, known := categories[id]
	if !known {
		c = category{fmt.Sprint("category ", id), -1}
	}
	it := nodes.Instance{Score: 1, Label: c.name, Class: c.class}
	if score != nil {
		it.Score = *score
	}
	return it
}

// tracked is where files have identities.
type tracked struct {
	Track      json.RawMessage `json:"track_id"`
	Instance   json.RawMessage `json:"instance_id"`
	Attributes json.RawMessage `json:"attributes"`
}

// track is the first identity that makes sense, 0 for none.
func (t tracked) track() int {
	var inner struct {
		Track json.RawMessage `json:"track_id"`
	}
	_ = json.Unmarshal(t.Attributes, &inner) // attributes may be anything
	for _, text := range []json.RawMessage{t.Track, inner.Track, t.Instance} {
		if len(text) > 1 && text[0] == '"' {
			text = text[1 : len(text)-1]
		}
		if n, err := strconv.ParseFloat(string(text), 64); err == nil && n >= 1 && n <= 1<<52 {
			return int(n)
		}
	}
	return 0
}
