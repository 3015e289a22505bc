package formats

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// ytTrackHead is what a track begins with; its lists follow.
type ytTrackHead struct {
	ID         int             `json:"id"`
	Video      int             `json:"video_id"`
	Category   int             `json:"category_id"`
	Crowd      int             `json:"iscrowd"`
	Width      int             `json:"width"`
	Height     int             `json:"height"`
	Length     int             `json:"length"`   // of the video, in frames
	Score      float32         `json:"score"`    // mean
	Track      int             `json:"track_id"` // 0: none
	Attributes *cocoAttributes `json:"attributes,omitempty"`
}

type ytVideoHead struct {
	ID     int    `json:"id"`
	Name   string `json:"name"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Length int    `json:"length"`
}

// end writes the tracks, then the videos.
func (o *ytvis) end(complete bool) error {
	if _, err := o.WriteString(`{"annotations":[`); err != nil {
		return err
	}
	items := 0
	for i, t := range o.tracks {
		head := ytTrackHead{
			ID: i + 1, Video: t.video.id, Category: t.category(), Crowd: t.crowd,
			Width: t.video.width, Height: t.video.height, Length: t.video.frames, Score: float32(t.score / float64(t.n)), Track: t.track,
		}
		if t.track > 0 {
			head.Attributes = &cocoAttributes{t.track}
		}
		if err := o.item(&items, head, t.key, t.video.frames, "segmentations", "bboxes", "areas", "scores"); err != nil {
			return err
		}
	}
	if _, err := o.WriteString("\n],\"videos\":["); err != nil {
		return err
	}
	items = 0
	for _, v := range o.videos {
		head := ytVideoHead{v.id, v.stream, v.width, v.height, v.frames}
		if err := o.item(&items, head, ytVideos-v.id, 0, "file_names", "frames", "seconds"); err != nil {
			return err
		}
	}
	return tail(o.file, o.Categories, complete)
}

// item writes an object: a head, and what was put aside under a key as lists with
// these names. Where length is above 0 two values come before them: the place in the
// lists, which are filled up with null to this length, and the category.
func (o *ytvis) item(items *int, head any, key, length int, names ...string) error {
	lists, next := make([]bytes.Buffer, len(names)), 0
	fill := func(until int) {
		for ; next < until; next++ {
			for i := range lists {
				separate(&lists[i]).WriteString("null")
			}
		}
	}
	err := o.spool.each(key, func(piece []byte) error {
		values := bytes.Split(piece, []byte("\n"))
		if length > 0 {
			place, err := strconv.Atoi(string(values[0]))
			if err != nil {
				return err
			}
			fill(place)
			values = values[2:]
		}
		for i, v := range values {
			separate(&lists[i]).Write(v)
		}
		next++
		return nil
	})
	if err != nil {
		return err
	}
	fill(length)
	return o.object(items, head, names, lists)
}

// object writes a head with lists as further members.
func (o *ytvis) object(items *int, head any, names []string, lists []bytes.Buffer) error {
	var b bytes.Buffer
	if err := appendJSON(&b, head); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // it goes on
	for i, name := range names {
		b.WriteString(`,"` + name + `":[`)
		b.Write(lists[i].Bytes())
		b.WriteByte(']')
	}
	b.WriteByte('}')
	return o.add(items, json.RawMessage(b.Bytes()))
}

func separate(b *bytes.Buffer) *bytes.Buffer {
	if b.Len() > 0 {
		b.WriteByte(',')
	}
	return b
}

// category is the one that a track had most often, the first of several.
func (t *ytTrack) category() int {
	return slices.MinFunc(slices.Collect(maps.Keys(t.labels)), func(a, b int) int {
		return cmp.Or(cmp.Compare(t.labels[b], t.labels[a]), cmp.Compare(a, b))
	})
}
