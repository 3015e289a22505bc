package formats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"github.com/maskgraph/maskgraph/nodes"
)

// noteTrack remembers where the masks of a track are. The text of a mask is found in
// that of the track: a decoder gives copies.
func (x *ytIndex) noteTrack(item json.RawMessage, at int64) error {
	var t ytTruth
	if err := json.Unmarshal(item, &t); err != nil {
		return err
	}
	n := int32(len(x.tracks))
	searched := max(0, bytes.Index(item, []byte(`"segmentations"`)))
	for frame := range max(len(t.Masks), len(t.Boxes)) {
		p := ytPlace{frame: int32(frame), track: n, score: -1}
		if frame < len(t.Scores) && t.Scores[frame] != nil {
			p.score = *t.Scores[frame]
		}
		if frame < len(t.Masks) && !isNone(t.Masks[frame]) {
			from := bytes.Index(item[searched:], t.Masks[frame])
			if from < 0 {
				return fmt.Errorf("segmentation of frame %d: not found again", frame)
			}
			searched += from + len(t.Masks[frame])
			p.mask = piece{at + int64(searched-len(t.Masks[frame])), len(t.Masks[frame])}
		} else if p.box = t.boxAt(frame); p.box == nil {
			continue
		}
		x.places = append(x.places, p)
	}
	t.Masks, t.Boxes, t.Scores = nil, nil, nil
	x.tracks = append(x.tracks, t)
	return nil
}

// record is a frame of a video, with its places, which come first.
func (x *ytIndex) record(f *os.File, v *ytSource, i int, buf *[]byte) (r Record, err error) {
	r = Record{Width: max(0, v.Width), Height: max(0, v.Height), Stamp: nodes.Stamp{Stream: v.Name, Seq: uint64(i)}}
	if i < len(v.Frames) {
		r.Stamp.Seq = v.Frames[i]
	}
	if i < len(v.Files) {
		r.Stamp.File = v.Files[i]
	}
	p := cocoPicture{record: r, timed: i < len(v.Seconds)}
	if p.timed {
		if p.record.Stamp.PTS, err = duration(v.Seconds[i]); err != nil {
			return r, err
		}
	}
	p.settle()
	r = p.record
	for ; len(v.places) > 0 && int(v.places[0].frame) == i; v.places = v.places[1:] {
		if err := x.add(&r, f, v.places[0], buf); err != nil {
			return r, fmt.Errorf("annotation %d: %w", v.places[0].track+1, err)
		}
	}
	return r, nil
}

// add reads what is at a place and adds it to the record.
func (x *ytIndex) add(r *Record, f *os.File, at ytPlace, buf *[]byte) error {
	t := &x.tracks[at.track]
	it := x.instance(t, at)
	text, err := at.mask.get(f, buf)
	if err != nil {
		return err
	}
	if it.Mask, err = segmentation(text, r.Width, r.Height); err != nil {
		return err
	}
	if it.Mask != nil {
		it.Box = it.Mask.Box()
	} else if it.Box, err = boxOf(at.box); err != nil {
		return err
	}
	if t.Crowd != 0 {
		it.Track = 0
		r.Ignore = append(r.Ignore, it)
	} else {
		r.Items = append(r.Items, it)
	}
	return nil
}
