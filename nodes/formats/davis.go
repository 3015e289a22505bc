package formats

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"github.com/maskgraph/maskgraph/nodes"
)

// about says what a folder of palette PNGs holds.
type about struct {
	Complete bool           `json:"complete"`
	Frames   int            `json:"frames"`
	Labels   map[int]string `json:"labels"` // of tracks, as it was first
}

// davis writes palette PNGs.
type davis struct {
	*pngs
	labels map[int]string // of tracks: they are noted, too
}

func newDAVIS(d *desk) (encoder, error) {
	o, err := newPNGs(d, d.temp)
	return &davis{o, map[int]string{}}, err
}

func (o *davis) recall(track int, label []byte) error {
	o.labels[track] = string(label)
	return nil
}

func (o *davis) write(r *Record) error {
	if r.Skipped {
		return nil
	}
	if err := r.sized(); err != nil {
		return err
	}
	all := r.apart()
	for _, p := range all {
		if _, known := o.labels[p.Track]; p.Track > 0 && p.at >= 0 && p.Label != "" && !known {
			o.labels[p.Track] = p.Label
			if err := o.notes.add(p.Track, []byte(p.Label)); err != nil {
				return err
			}
		}
	}
	return o.put(r, all, trackValues(all))
}

func (o *davis) end(complete bool) error {
	text, err := json.MarshalIndent(about{complete, o.Frames, o.labels}, "", "  ")
	if err != nil {
		return err
	}
	return o.finish(aboutName, string(text)+"\n")
}

// trackValues numbers instances by track, and those without one by the lowest numbers
// that are free on this frame. Ignored regions and numbers too large are left out.
func trackValues(all []painted) []int {
	taken := map[int]bool{}
	for _, p := range all {
		taken[p.Track] = true
	}
	values, next := make([]int, len(all)), 1
	for i, p := range all {
		switch {
		case p.at < 0 || p.Track > maxValue:
		case p.Track > 0:
			values[i] = p.Track
		default:
			for taken[next] {
				next++
			}
			values[i] = next
			next++
		}
	}
	return values
}

func readDAVIS(path string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		videos, err := findPictures(path)
		if err != nil {
			yield(Record{}, err)
			return
		}
		for _, v := range videos {
			var a about
			text, err := os.ReadFile(filepath.Join(filepath.Dir(v.paths[0]), aboutName))
			if err == nil {
				err = json.Unmarshal(text, &a)
			}
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				yield(Record{}, fmt.Errorf("%s: %s: %w", path, aboutName, err))
				return
			}
			ok := v.read(yield, func(r *Record, value int, m *nodes.Mask) {
				r.Items = append(r.Items, nodes.Instance{Box: m.Box(), Score: 1, Class: -1, Label: a.Labels[value], Track: value, Mask: m})
			})
			if !ok {
				return
			}
		}
	}
}

// PaintValues gives the pixels of a frame's masks the values that they have in palette
// PNGs. It returns the first track for which there is no value, or 0.
func PaintValues(r *Record, set func(x, y, value int)) (lost int) {
	all := r.apart()
	values := trackValues(all)
	each(all, values, set)
	for i, p := range all {
		if values[i] == 0 && p.at >= 0 {
			return p.Track
		}
	}
	return 0
}
