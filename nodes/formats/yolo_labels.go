package formats

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// labels reads a frame's file of labels. One that is missing says that nothing is on
// the picture.
func (r *Record) labels(root string, names map[int]string) error {
	name := r.picture()
	file := filepath.Join(labelsFolder(root), strings.TrimSuffix(name, path.Ext(name))+".txt")
	info, err := os.Stat(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil && info.Size() > maxLine {
		err = fmt.Errorf("%s: it is larger than %d MB", file, maxLine>>20)
	}
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		if strings.TrimSpace(line) == "" {
			continue
		}
		it, err := r.labelled(line)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
		if it.Label = names[it.Class]; it.Label == "" {
			it.Label = fmt.Sprint("class ", it.Class)
		}
		r.Items = append(r.Items, it)
	}
	return nil
}

// labelled reads class x y x y x y … or class, middle and size of a box. A score may
// follow, as predictions have it.
func (r *Record) labelled(line string) (nodes.Instance, error) {
	it := nodes.Instance{Score: 1}
	cells := strings.Fields(line)
	var v []float64
	for i, cell := range cells {
		n, err := strconv.ParseFloat(cell, 64)
		if err != nil || !(math.Abs(n) <= 1e6) || i == 0 && (n != math.Trunc(n) || n < 0) {
			return it, fmt.Errorf("want class x y x y …, got %.40q", cell)
		}
		v = append(v, n)
	}
	if len(v) < 5 {
		return it, fmt.Errorf("want class x y x y … or class x y w h, got %d numbers", len(v))
	}
	it.Class, v = int(v[0]), v[1:]
	if len(v)%2 != 0 {
		it.Score, v = float32(v[len(v)-1]), v[:len(v)-1]
	}
	width, height := float64(r.Width), float64(r.Height)
	if len(v) == 4 {
		w, h := v[2]*width, v[3]*height
		it.Box = nodes.Box{
			X1: float32(v[0]*width - w/2), Y1: float32(v[1]*height - h/2), X2: float32(v[0]*width + w/2), Y2: float32(v[1]*height + h/2),
		}
		return it, nil
	}
	ring := make(nodes.Ring, len(v)/2)
	for i := range ring {
		ring[i] = nodes.Vertex{X: v[2*i] * width, Y: v[2*i+1] * height}
	}
	var err error
	it.Mask, err = nodes.MaskFromRings(r.Width, r.Height, []nodes.Ring{ring}, nodes.EvenOdd)
	if err == nil {
		it.Box = it.Mask.Box()
	}
	return it, err
}
