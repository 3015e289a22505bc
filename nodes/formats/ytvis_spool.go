package formats

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// Keys of the spool: births of videos and tracks, and what came of a video. A track
// has its place in the list.
const (
	ytBirths = -1
	ytVideos = -2 // and below
)

// ytBirth is a video or, with the place of its Video, a track.
type ytBirth struct {
	Stream        string `json:",omitempty"`
	Width, Height int    `json:",omitempty"`
	Video         int    `json:",omitempty"` // from 1
	Track, Crowd  int    `json:",omitempty"`
}

// bear makes a video or a track, and notes it.
func (o *ytvis) bear(b ytBirth) error {
	if err := o.born(b); err != nil {
		return err
	}
	return o.put(ytBirths, b)
}

func (o *ytvis) born(b ytBirth) error {
	if b.Video == 0 {
		o.videos = append(o.videos, &ytVideo{id: len(o.videos) + 1, stream: b.Stream, width: b.Width, height: b.Height})
		return nil
	}
	if b.Video < 1 || b.Video > len(o.videos) {
		return fmt.Errorf("a track of video %d, of %d", b.Video, len(o.videos))
	}
	v := o.videos[b.Video-1]
	t := &ytTrack{key: len(o.tracks), video: v, track: b.Track, labels: map[int]int{}, crowd: b.Crowd}
	o.tracks = append(o.tracks, t)
	if b.Track > 0 {
		o.byID[ytKey{v, b.Track}] = t
	} else {
		o.alone++
	}
	return nil
}

// put puts values aside, a line each.
func (o *ytvis) put(key int, values ...any) error {
	b := &o.spool.file.scratch
	b.Reset()
	for i, v := range values {
		if i > 0 {
			b.WriteByte('\n')
		}
		if err := appendJSON(b, v); err != nil {
			return err
		}
	}
	return o.spool.add(key, b.Bytes())
}

// recall learns again what was put aside.
func (o *ytvis) recall(key int, piece []byte) error {
	if key == ytBirths {
		var b ytBirth
		if err := json.Unmarshal(piece, &b); err != nil {
			return err
		}
		return o.born(b)
	}
	if video := ytVideos - key; video >= 0 {
		if video < 1 || video > len(o.videos) {
			return errors.New("a frame of no video")
		}
		o.videos[video-1].frames++
		return nil
	}
	values := bytes.Split(piece, []byte("\n"))
	if key >= len(o.tracks) || len(values) != 6 {
		return errors.New("a mask of no track")
	}
	place, err := strconv.Atoi(string(values[0]))
	category, err2 := strconv.Atoi(string(values[1]))
	score, err3 := strconv.ParseFloat(string(values[5]), 32)
	o.tracks[key].see(place+1, category, float32(score))
	return errors.Join(err, err2, err3)
}

// see counts what a track is on the last of so many frames.
func (t *ytTrack) see(frames, category int, score float32) {
	t.frames = frames
	t.labels[category]++
	t.score += float64(score)
	t.n++
}
