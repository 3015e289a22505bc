package formats

import (
	"encoding/csv"
	"errors"
	"fmt"
	_ "image/gif" // sizes of pictures
	_ "image/jpeg"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

// readYOLO reads the frames of frames.csv, or else every file of labels.
func readYOLO(root string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		names, err := yoloNames(root)
		if err != nil {
			yield(Record{}, err)
			return
		}
		frames := labelledFrames(root)
		if exists(filepath.Join(root, framesName)) {
			frames = listedFrames(root)
		}
		for r, err := range frames {
			if err == nil {
				err = r.labels(root, names)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// yoloNames are the names of the classes in data.yaml: a list or a mapping.
func yoloNames(root string) (map[int]string, error) {
	file := filepath.Join(root, "data.yaml")
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var data struct {
		Names yaml.Node `yaml:"names"`
	}
	if err == nil {
		err = yaml.Unmarshal(text, &data)
	}
	names := map[int]string{}
	if err == nil && data.Names.Kind == yaml.SequenceNode {
		for i, n := range data.Names.Content {
			names[i] = n.Value
		}
	} else if err == nil && data.Names.Kind != 0 {
		err = data.Names.Decode(&names)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return names, nil
}

// listedFrames are those of frames.csv.
func listedFrames(root string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		name := filepath.Join(root, framesName)
		f, err := os.Open(name)
		if err != nil {
			yield(Record{}, err)
			return
		}
		defer f.Close()
		rows := csv.NewReader(f)
		rows.FieldsPerRecord = len(framesHead)
		head, err := rows.Read()
		if err == nil && !slices.Equal(head, framesHead) {
			err = fmt.Errorf("want the columns %s", strings.Join(framesHead, ","))
		}
		for n := 2; ; n++ {
			var cells []string
			var r Record
			if err == nil {
				cells, err = rows.Read()
			}
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil {
				r, err = listedFrame(cells)
			}
			if err != nil {
				err = fmt.Errorf("%s:%d: %w", name, n, err)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

func listedFrame(cells []string) (Record, error) {
	seq, err1 := strconv.ParseUint(cells[2], 10, 64)
	seconds, err2 := strconv.ParseFloat(cells[3], 64)
	width, err3 := strconv.Atoi(cells[4])
	height, err4 := strconv.Atoi(cells[5])
	pts, err5 := duration(seconds)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return Record{}, err
	}
	p := cocoPicture{timed: true, record: Record{
		Stamp: nodes.Stamp{Stream: cells[1], Seq: seq, PTS: pts, File: cells[0]}, Width: width, Height: height,
	}}
	p.settle()
	return p.record, p.record.sized()
}
