package formats

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

func sortedKeys[V any](m map[int]V) []int { return slices.Sorted(maps.Keys(m)) }

// readMOTSPNG reads a folder with a folder instances in it, or that folder, or one of
// a folder for each video.
func readMOTSPNG(path string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		inner := path
		if exists(filepath.Join(path, "instances")) {
			inner = filepath.Join(path, "instances")
		}
		names, err := motsNames(filepath.Join(inner, labelsName))
		var videos []pictures
		if err == nil {
			videos, err = findPictures(inner)
		}
		if err != nil {
			yield(Record{}, err)
			return
		}
		for _, v := range videos {
			if v.stream == "instances" {
				whole, _ := filepath.Abs(path) // it worked before
				v.stream = filepath.Base(whole)
			}
			tracks := newMOTSTracks()
			ok := v.read(yield, func(r *Record, value int, m *nodes.Mask) {
				class := value / perClass
				it := nodes.Instance{Box: m.Box(), Score: 1, Class: class, Label: motsLabel(class), Mask: m}
				if class < len(names) && class > 0 {
					it.Label = names[class]
				}
				if class == motsIgnored {
					r.Ignore = append(r.Ignore, it)
				} else if class > 0 {
					it.Track = tracks.of(class, value)
					r.Items = append(r.Items, it)
				}
			})
			if !ok {
				return
			}
		}
	}
}

// motsNames are names of classes, at the places of their numbers.
func motsNames(path string) ([]string, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	names := []string{"background"}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" {
			names = append(names, line)
		}
	}
	return names, nil
}
