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

func newDAVIS(folder string, options Options) (encoder, error) {
	o := newPNGs(folder, options)
	labels := map[int]string{}
	o.value = func(r *Record, all []painted) []int {
		for _, p := range all {
			if _, known := labels[p.Track]; p.Track > 0 && p.at >= 0 && p.Label != "" && !known {
				labels[p.Track] = p.Label
			}
		}
		return trackValues(all)
	}
	o.finish = func(frames int) error {
		text, err := json.MarshalIndent(about{true, frames, labels}, "", "  ")
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(folder, aboutName), append(text, '\n'), 0o644)
	}
	return o, nil
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
