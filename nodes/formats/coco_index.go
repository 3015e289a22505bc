package formats

import (
	"encoding/json"
	"errors"
	"fmt"
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
