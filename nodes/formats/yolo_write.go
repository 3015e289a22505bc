package formats

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
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

func (o *yolo) end(bool) error {
	var b bytes.Buffer
	b.WriteString("# The pictures belong into images, under the names that the files in labels have.\npath: .\ntrain: images\nval: images\nnames:\n")
	for i, c := range o.Classes.List {
		fmt.Fprintf(&b, "  %d: %s\n", i, strconv.Quote(c.Name))
	}
	if len(o.Classes.List) == 0 {
		b.WriteString("  0: object\n")
	}
	return os.WriteFile(filepath.Join(o.temp, "data.yaml"), b.Bytes(), 0o644)
}
