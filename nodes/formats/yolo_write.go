package formats

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// framesName is the file with what YOLO's labels do not say of pictures.
const framesName = "frames.csv"

var framesHead = []string{"picture", "stream", "frame", "pts", "width", "height"}

// yolo writes a file of labels for each frame.
type yolo struct {
	*desk
	frames *file
	rows   *csv.Writer
	labels map[string]bool // files of pictures that were written
	yoloState
}

type yoloState struct {
	Classes categories
	Boxes   bool // somebody was told of boxes
	Twice   bool // and of labels that are called otherwise
}

func newYOLO(d *desk) (encoder, error) {
	f, err := d.open(filepath.Join(d.temp, framesName))
	if err != nil {
		return nil, err
	}
	o := &yolo{desk: d, frames: f, rows: csv.NewWriter(f), labels: map[string]bool{}}
	if err := o.rows.Write(framesHead); err != nil {
		return nil, err
	}
	o.rows.Flush()
	if err := o.recall(); err != nil {
		return nil, err
	}
	return o, os.MkdirAll(filepath.Join(d.temp, "labels"), 0o755)
}

func (o *yolo) state() any { return &o.yoloState }

// recall reads which pictures there are labels of.
func (o *yolo) recall() error {
	rows := csv.NewReader(o.frames.journal.Reader())
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		o.labels[labelsOf(row[0])] = true
	}
}

// labelsOf is the file of the labels of a picture.
func labelsOf(picture string) string {
	return filepath.Join("labels", strings.TrimSuffix(picture, path.Ext(picture))+".txt")
}

func (o *yolo) write(r *Record) error {
	if r.Skipped {
		return nil
	}
	if err := r.sized(); err != nil {
		return err
	}
	var b bytes.Buffer
	for _, it := range r.Items {
		ring := o.ring(r, it)
		if len(ring) < 3 {
			continue
		}
		b.WriteString(strconv.Itoa(o.Classes.id(label(it)) - 1))
		for _, v := range ring {
			fmt.Fprintf(&b, " %s %s", share(v.X, r.Width), share(v.Y, r.Height))
		}
		b.WriteByte('\n')
	}
	name := r.picture()
	if free := o.free(name); free != name {
		if !o.Twice {
			o.warn("%s: there are labels of a picture of this name already: those of %s are called %s", r.Stamp, name, labelsOf(free))
		}
		name, o.Twice = free, true
	}
	o.labels[labelsOf(name)] = true
	file := filepath.Join(o.temp, labelsOf(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		return err
	}
	defer o.rows.Flush()
	return o.rows.Write([]string{
		name, r.Stamp.Stream, strconv.FormatUint(r.Stamp.Seq, 10), strconv.FormatFloat(r.Stamp.PTS.Seconds(), 'f', -1, 64),
		strconv.Itoa(r.Width), strconv.Itoa(r.Height),
	})
}

// free is a picture's name, with a number if its labels would be those of another one.
func (o *yolo) free(name string) string {
	ext := path.Ext(name)
	free := name
	for i := 2; o.labels[labelsOf(free)]; i++ {
		free = strings.TrimSuffix(name, ext) + "-" + strconv.Itoa(i) + ext
	}
	return free
}

// ring is an instance's outline, or that of its box.
func (o *yolo) ring(r *Record, it nodes.Instance) nodes.Ring {
	if m := r.masked(it); m != nil {
		return outline(m, func(v nodes.Vertex) nodes.Vertex {
			return nodes.Vertex{X: rounded(v.X, r.Width), Y: rounded(v.Y, r.Height)}
		})
	}
	if !o.Boxes {
		o.Boxes = true
		o.warn("%s: what has no mask is written as the rectangle of its box", r.Stamp)
	}
	b := r.tight(it)
	if b.Area() == 0 {
		return nil
	}
	x1, y1, x2, y2 := float64(b.X1), float64(b.Y1), float64(b.X2), float64(b.Y2)
	return nodes.Ring{{X: x1, Y: y1}, {X: x2, Y: y1}, {X: x2, Y: y2}, {X: x1, Y: y2}}
}

// decimals of a coordinate from 0 to 1: a thousandth of a pixel of the largest pictures.
const decimals = 7

func share(v float64, size int) string {
	text := strconv.FormatFloat(v/float64(size), 'f', decimals, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// rounded is a coordinate as it will be read.
func rounded(v float64, size int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(v/float64(size)*scale) / scale * float64(size)
}

func (o *yolo) end(bool) error {
	var b bytes.Buffer
	b.WriteString("# Put the pictures into images, under the names that the files in labels have.\npath: .\ntrain: images\nval: images\nnames:\n")
	for i, c := range o.Classes.List {
		fmt.Fprintf(&b, "  %d: %s\n", i, strconv.Quote(c.Name))
	}
	if len(o.Classes.List) == 0 {
		b.WriteString("  0: object\n")
	}
	return os.WriteFile(filepath.Join(o.temp, "data.yaml"), b.Bytes(), 0o644)
}
