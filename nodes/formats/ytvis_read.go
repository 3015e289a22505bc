package formats

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

func readYTVIS(path string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		f, err := openFile(path)
		if err != nil {
			yield(Record{}, err)
			return
		}
		defer f.Close()
		x := &ytIndex{categories: map[int64]category{}}
		if err := x.read(f, path); err != nil {
			yield(Record{}, err)
			return
		}
		var buf []byte
		for _, v := range x.videos {
			for i := range v.Length {
				r, err := x.record(f, v, i, &buf)
				if err != nil {
					err = fmt.Errorf("%s: video %s frame %d: %w", path, v.Name, i, err)
				}
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
	}
}

// maxVideo bounds the length of a video whose frames are not listed.
const maxVideo = 10_000_000

// read makes the index.
func (x *ytIndex) read(f *os.File, path string) error {
	if err := walkJSON(f, path, x.note); err != nil {
		return err
	}
	byID := map[int64]*ytSource{}
	for _, v := range x.videos {
		v.Length = max(v.Length, len(v.Files))
		v.Name = cmp.Or(v.Name, v.folder(), fmt.Sprint("video ", v.ID))
		byID[v.ID] = v
		if v.Length > maxVideo {
			return fmt.Errorf("%s: video %s: want at most %d frames, got %d", path, v.Name, maxVideo, v.Length)
		}
	}
	for _, p := range x.places {
		t := x.tracks[p.track]
		v := byID[t.Video]
		switch {
		case v == nil:
			return fmt.Errorf("%s: annotation %d: video_id: no video %d is listed", path, p.track+1, t.Video)
		case int(p.frame) >= v.Length:
			return fmt.Errorf("%s: annotation %d: it is longer than its video of %d frames", path, p.track+1, v.Length)
		}
		v.places = append(v.places, p)
	}
	x.places = nil
	for _, v := range x.videos {
		slices.SortStableFunc(v.places, func(a, b ytPlace) int { return cmp.Compare(a.frame, b.frame) })
	}
	return nil
}

// note remembers an item of the file.
func (x *ytIndex) note(key string, i int, item json.RawMessage, at int64) (err error) {
	if i < 0 && key != "" {
		return nil
	}
	switch key {
	case "":
		return errors.New("a list of results names no videos: want a YouTube-VIS file with videos")
	case "videos":
		v := &ytSource{}
		if err = json.Unmarshal(item, v); err == nil {
			x.videos = append(x.videos, v)
		}
	case "categories":
		var c cocoCategory
		if err = json.Unmarshal(item, &c); err == nil {
			x.categories[c.ID] = category{c.Name, i}
		}
	case "annotations":
		err = x.noteTrack(item, at)
	}
	if err != nil {
		return fmt.Errorf("%s %d: %w", key, i+1, err)
	}
	return nil
}

var none = []byte("null")

func isNone(text []byte) bool { return len(text) == 0 || slices.Equal(text, none) }

// boxAt is a track's box on a frame, if it says.
func (t *ytTruth) boxAt(frame int) []float64 {
	if frame < len(t.Boxes) {
		return t.Boxes[frame]
	}
	return nil
}

func (x *ytIndex) instance(t *ytTruth, p ytPlace) nodes.Instance {
	score := t.Score
	if p.score >= 0 {
		score = &p.score
	}
	it := instance(x.categories, t.Category, score)
	if it.Track = t.track(); t.Track == nil && it.Track == 0 {
		it.Track = int(max(0, t.ID))
	}
	return it
}
