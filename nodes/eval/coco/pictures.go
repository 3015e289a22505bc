package coco

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes/eval"
)

// Pictures reads the annotations of images, and what was found on them: a list of
// COCO results, or a COCO file such as MaskSink writes, whose images and categories
// are found by name. Masks are read when masks says so. strangers is how many found
// things are on images that the truth does not have; they do not count.
func Pictures(truth, result string, masks bool) (pictures []eval.Picture, strangers int, err error) {
	t, err := read(truth)
	if err != nil {
		return nil, 0, err
	}
	if t.list || len(t.Images) == 0 {
		return nil, 0, fmt.Errorf("%s: want COCO annotations: no images are listed", truth)
	}
	r, err := read(result)
	if err != nil {
		return nil, 0, err
	}
	slices.SortStableFunc(t.Images, func(a, b imageEntry) int { return cmp.Compare(a.ID, b.ID) })
	pictures = make([]eval.Picture, len(t.Images))
	at := map[int64]int{}
	for i, image := range t.Images {
		at[image.ID] = i
	}
	names := labels(t.Categories)
	for i, a := range t.Annotations {
		where, ok := at[a.Image]
		if !ok {
			return nil, 0, fmt.Errorf("%s: annotation %d: image_id: no image %d is listed", truth, i+1, a.Image)
		}
		o, err := a.object(t.Images[where], names, masks)
		if err != nil {
			return nil, 0, fmt.Errorf("%s: annotation %d: %w", truth, i+1, err)
		}
		pictures[where].Truth = append(pictures[where].Truth, o)
	}
	strangers, err = r.fill(pictures, t, at, masks)
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", result, err)
	}
	return pictures, strangers, nil
}

// fill adds what was found to the pictures of the truth.
func (r *file) fill(pictures []eval.Picture, t *file, at map[int64]int, masks bool) (strangers int, err error) {
	names := labels(t.Categories)
	if !r.list && len(r.Images) > 0 {
		names, at = labels(r.Categories), sameImages(t.Images, r.Images)
	}
	for i, a := range r.Annotations {
		where, ok := at[a.Image]
		if !ok {
			strangers++
			continue
		}
		if a.Score == nil {
			return 0, fmt.Errorf("annotation %d: score is missing: this is no result", i+1)
		}
		o, err := a.object(t.Images[where], names, masks)
		if err != nil {
			return 0, fmt.Errorf("annotation %d: %w", i+1, err)
		}
		if masks && o.Mask == nil {
			return 0, fmt.Errorf("annotation %d: segmentation is missing: has the graph a SAMPrompter?", i+1)
		}
		pictures[where].Found = append(pictures[where].Found, o)
	}
	if strangers > 0 && strangers == len(r.Annotations) {
		return 0, fmt.Errorf("none of its images is one of the truth, by file_name or id")
	}
	return strangers, nil
}

func (a annotation) object(image imageEntry, names map[int64]string, masks bool) (eval.Object, error) {
	o := eval.Object{Label: names[a.Category], Crowd: a.Crowd != 0}
	if o.Label == "" {
		o.Label = fmt.Sprint("category ", a.Category)
	}
	if a.Score != nil {
		o.Score = *a.Score
	}
	if masks || len(a.Box) == 0 {
		m, err := mask(a.Segmentation, image.Width, image.Height)
		if err != nil {
			return o, err
		}
		o.Mask = m
	}
	switch {
	case len(a.Box) == 4:
		o.Box = [4]float64(a.Box)
	case o.Mask == nil || len(a.Box) > 0:
		return o, fmt.Errorf("bbox: want x, y, width, height, got %d numbers", len(a.Box))
	default:
		b := o.Mask.Box()
		o.Box = [4]float64{float64(b.X1), float64(b.Y1), float64(b.Width()), float64(b.Height())}
	}
	return o, nil
}

func labels(categories []category) map[int64]string {
	names := map[int64]string{}
	for _, c := range categories {
		names[c.ID] = c.Name
	}
	return names
}

// sameImages says at which place of the truth each image of a result is: by the
// whole name, or the name without extension, or that without folders. Numbers in
// names may have zeros before them.
func sameImages(truth, result []imageEntry) map[int64]int {
	at := map[int64]int{}
	for _, key := range []func(string) string{path.Clean, Key, func(name string) string { return Key(path.Base(name)) }} {
		places, count := map[string]int{}, map[string]int{}
		for i, image := range truth {
			places[key(image.Name)] = i
			count[key(image.Name)]++
		}
		for _, image := range result {
			_, done := at[image.ID]
			if k := key(image.Name); !done && count[k] == 1 {
				at[image.ID] = places[k]
			}
		}
	}
	return at
}

// Key is a frame's name without extension, and without zeros before a number, so
// that street/00012.jpg and street/000012.png are one frame.
func Key(name string) string {
	dir, base := path.Split(path.Clean(name))
	base = strings.TrimSuffix(base, path.Ext(base))
	if n, err := strconv.ParseUint(base, 10, 64); err == nil {
		base = strconv.FormatUint(n, 10)
	}
	return dir + base
}
