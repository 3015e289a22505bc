package coco

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/vos"
)

// Video reads what was found in one video, with identities, and lays it on the
// frames of its truth: from a COCO file whose annotations have a track_id, such as
// MaskSink writes, or from one of YouTube-VIS. Frames belong together by name (see
// Key), those of YouTube-VIS without file_names by order. The video is that of the
// truth's name, or the file's only one. missing is how many frames a COCO file does
// not list.
func Video(file string, truth vos.Sequence) (out vos.Sequence, missing int, err error) {
	f, err := read(file)
	if err != nil {
		return out, 0, err
	}
	if err := f.nameVideos(); err != nil {
		return out, 0, fmt.Errorf("%s: %w", file, err)
	}
	out.Name = truth.Name
	at := map[string]int{}
	for i, t := range truth.Frames {
		at[Key(t.Name)] = i
		out.Frames = append(out.Frames, vos.Frame{Name: t.Name, Width: t.Width, Height: t.Height, Masks: map[int]*nodes.Mask{}})
	}
	if len(f.Videos) > 0 {
		err = f.tracks(out, at)
	} else {
		missing, err = f.trackedImages(out, at)
	}
	if err != nil {
		return out, 0, fmt.Errorf("%s: %w", file, err)
	}
	return out, missing, nil
}

// trackedImages adds the masks of a COCO file.
func (f *file) trackedImages(out vos.Sequence, at map[string]int) (missing int, err error) {
	frames, listed := map[int64]int{}, map[int]bool{}
	streams := map[string]bool{}
	for _, image := range f.Images {
		streams[stream(image)] = true
	}
	for _, image := range f.Images {
		i, ok := at[Key(path.Base(image.Name))]
		if ok && (len(streams) == 1 || stream(image) == out.Name) {
			frames[image.ID], listed[i] = i, true
		}
	}
	if len(frames) == 0 {
		return 0, fmt.Errorf("none of its images is a frame of %s, such as %s", out.Name, out.Frames[0].Name)
	}
	tracked := 0
	for n, a := range f.Annotations {
		track := max(a.Track, a.Attributes.Track)
		if track <= 0 {
			continue
		}
		tracked++
		if i, ok := frames[a.Image]; ok {
			if err := add(out.Frames[i], int(track), a.Segmentation); err != nil {
				return 0, fmt.Errorf("annotation %d: %w", n+1, err)
			}
		}
	}
	if tracked == 0 && len(f.Annotations) > 0 {
		return 0, errors.New("no annotation has a track_id: has the graph a Tracker?")
	}
	return len(out.Frames) - len(listed), nil
}

// stream is the name of the video that an image is of.
func stream(image imageEntry) string {
	if image.Stream != "" {
		return image.Stream
	}
	return path.Base(path.Dir(image.Name))
}

// add puts a mask on a frame, over what the identity has there already.
func add(f vos.Frame, id int, segmentation json.RawMessage) error {
	m, err := mask(segmentation, f.Width, f.Height)
	if err != nil {
		return err
	}
	if m != nil && f.Masks[id] != nil {
		m = m.Union(f.Masks[id])
	}
	if m != nil && !m.Empty() {
		f.Masks[id] = m
	}
	return nil
}
