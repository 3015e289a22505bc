package coco

import (
	"errors"
	"fmt"
	"path"
	"slices"

	"github.com/maskgraph/maskgraph/nodes/eval/vos"
)

// nameVideos gives a list of YouTube-VIS results the videos that it means.
func (f *file) nameVideos() error {
	for _, a := range f.Annotations {
		if f.list && a.Segmentations == nil {
			return errors.New("a list of results has no identities: want a COCO file with track_id, or YouTube-VIS with segmentations")
		}
		if f.list && !slices.ContainsFunc(f.Videos, func(v videoEntry) bool { return v.ID == a.Video }) {
			f.Videos = append(f.Videos, videoEntry{ID: a.Video})
		}
	}
	return nil
}

// video is the one of a name, or else the only one.
func (f *file) video(name string) (videoEntry, error) {
	for _, v := range f.Videos {
		if v.Name == name || len(v.Names) > 0 && path.Base(path.Dir(v.Names[0])) == name {
			return v, nil
		}
	}
	if len(f.Videos) > 1 {
		return videoEntry{}, fmt.Errorf("none of its %d videos is called %s", len(f.Videos), name)
	}
	return f.Videos[0], nil
}

// tracks adds the masks of a YouTube-VIS file.
func (f *file) tracks(out vos.Sequence, at map[string]int) error {
	video, err := f.video(out.Name)
	if err != nil {
		return err
	}
	for n, a := range f.Annotations {
		if a.Video != video.ID {
			continue
		}
		id := n + 1
		if a.ID > 0 {
			id = int(a.ID)
		}
		for k, segmentation := range a.Segmentations {
			i, ok := k, k < len(out.Frames)
			if k < len(video.Names) {
				i, ok = at[Key(path.Base(video.Names[k]))]
			}
			if !ok {
				continue
			}
			if err := add(out.Frames[i], id, segmentation); err != nil {
				return fmt.Errorf("annotation %d: frame %d: %w", n+1, k+1, err)
			}
		}
	}
	return nil
}
