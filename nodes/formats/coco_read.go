package formats

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
)

// cocoIndex is what is held of a COCO file while it is read: its pictures, and where
// in the file the annotations of each are.
type cocoIndex struct {
	pictures   []cocoPicture
	byID       map[int64]int32
	videos     map[int64]string
	categories map[int64]category
	places     []cocoPlace
	listed     bool // there is a list of pictures
}

type cocoPicture struct {
	id, video       int64
	numbered, timed bool // the file says the number of the frame, and its time
	record          Record
	places          []cocoPlace
}

type cocoPlace struct {
	image int64
	n     int // of the annotation, from 1
	piece piece
}

// category is a class: its name, and its place in the file's list.
type category struct {
	name  string
	class int
}

func readCOCO(path string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		f, err := openFile(path)
		if err != nil {
			yield(Record{}, err)
			return
		}
		defer f.Close()
		index, err := indexCOCO(f, path)
		if err != nil {
			yield(Record{}, err)
			return
		}
		var buf []byte
		for _, p := range index.pictures {
			r := p.record
			for _, at := range p.places {
				if err = index.add(&r, f, at, &buf); err != nil {
					err = fmt.Errorf("%s: annotation %d: %w", path, at.n, err)
					break
				}
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

func indexCOCO(f *os.File, path string) (*cocoIndex, error) {
	x := &cocoIndex{byID: map[int64]int32{}, videos: map[int64]string{}, categories: map[int64]category{}}
	if err := walkJSON(f, path, x.note); err != nil {
		return nil, err
	}
	if !x.listed {
		return nil, fmt.Errorf("%s: want COCO annotations: no images are listed", path)
	}
	for i := range x.pictures {
		x.byID[x.pictures[i].id] = int32(i)
	}
	for _, p := range x.places {
		at, ok := x.byID[p.image]
		if !ok {
			return nil, fmt.Errorf("%s: annotation %d: image_id: no image %d is listed", path, p.n, p.image)
		}
		x.pictures[at].places = append(x.pictures[at].places, p)
	}
	x.places = nil
	x.arrange(stem(path))
	return x, nil
}

// note remembers an item of the file.
func (x *cocoIndex) note(key string, i int, item json.RawMessage, at int64) (err error) {
	x.listed = x.listed || key == "images"
	if i < 0 && key != "" {
		return nil
	}
	switch key {
	case "":
		return errors.New("a list of results names no pictures: want a COCO file with images")
	case "images":
		var p cocoPicture
		if p, err = parsePicture(item); err == nil {
			x.pictures = append(x.pictures, p)
		}
	case "annotations":
		var a struct {
			Image *int64 `json:"image_id"`
		}
		if err = json.Unmarshal(item, &a); err == nil && a.Image == nil {
			err = errors.New("image_id is missing")
		}
		if err == nil {
			x.places = append(x.places, cocoPlace{*a.Image, i + 1, piece{at, len(item)}})
		}
	case "categories":
		var c cocoCategory
		if err = json.Unmarshal(item, &c); err == nil {
			x.categories[c.ID] = category{c.Name, i}
		}
	case "videos":
		var v struct {
			ID   int64  `json:"id"`
			Name string `json:"name"`
		}
		if err = json.Unmarshal(item, &v); err == nil {
			x.videos[v.ID] = v.Name
		}
	}
	if err != nil {
		return fmt.Errorf("%s %d: %w", key, i+1, err)
	}
	return nil
}

// arrange names the streams and numbers the frames of pictures that say nothing, and
// brings the frames of each stream into their order.
func (x *cocoIndex) arrange(whole string) {
	next, order := map[string]uint64{}, map[string]int{}
	rising := true
	for i := range x.pictures {
		p := &x.pictures[i]
		s := &p.record.Stamp
		s.Stream = cmp.Or(s.Stream, x.videos[p.video], dirOf(s.File), whole)
		if !p.numbered {
			s.Seq = next[s.Stream]
		}
		p.settle()
		rising = rising && s.Seq >= next[s.Stream]
		next[s.Stream] = s.Seq + 1
		if _, known := order[s.Stream]; !known {
			order[s.Stream] = len(order)
		}
	}
	if !rising {
		slices.SortStableFunc(x.pictures, func(a, b cocoPicture) int {
			s, t := a.record.Stamp, b.record.Stamp
			return cmp.Or(cmp.Compare(order[s.Stream], order[t.Stream]), cmp.Compare(s.Seq, t.Seq))
		})
	}
}
