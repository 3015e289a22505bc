package formats

import (
	"slices"
	"strconv"
	"strings"
)

// cocoResult is one thing found. Beside a mask there is no box: pycocotools would take
// the box's area for that of the mask.
type cocoResult struct {
	ImageID      int64     `json:"image_id"`
	CategoryID   int       `json:"category_id"`
	Segmentation *rle      `json:"segmentation,omitempty"`
	Box          []float32 `json:"bbox,omitempty"` // x, y, width, height
	Score        float32   `json:"score"`
	TrackID      int       `json:"track_id,omitempty"`
}

// results writes a list of COCO results.
type results struct {
	*file
	resultsState
}

type resultsState struct {
	Results int
	Frames  int64
	Other   categories // names that COCO does not have
}

func newResults(d *desk) (encoder, error) {
	f, err := d.main()
	if err != nil {
		return nil, err
	}
	return &results{file: f}, f.WriteByte('[')
}

func (o *results) state() any { return &o.resultsState }

func (o *results) write(r *Record) error {
	o.Frames++
	image := o.Frames
	if id, err := strconv.ParseInt(stem(r.Stamp.File), 10, 64); err == nil && id >= 0 {
		image = id
	}
	for _, it := range r.Items {
		a := cocoResult{ImageID: image, CategoryID: o.category(label(it)), Score: it.Score, TrackID: it.Track}
		if m := r.masked(it); m != nil {
			a.Segmentation = newRLE(m, r.Width, r.Height)
		} else {
			box := cornered(r.tight(it))
			a.Box = box[:]
		}
		if err := o.add(&o.Results, a); err != nil {
			return err
		}
	}
	return nil
}

func (o *results) end(bool) error {
	_, err := o.WriteString("\n]\n")
	return err
}

func (o *results) category(name string) int {
	if at := slices.Index(cocoClasses, name); at >= 0 {
		return at
	}
	return 100 + o.Other.id(name)
}

// cocoClasses are the names of COCO's categories at the places of their ids; ids that
// are not used are empty.
var cocoClasses = strings.Split(",person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,,"+
	"stop sign,parking meter,bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,,backpack,umbrella,,,"+
	"handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,baseball bat,baseball glove,skateboard,surfboard,"+
	"tennis racket,bottle,,wine glass,cup,fork,knife,spoon,bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,"+
	"pizza,donut,cake,chair,couch,potted plant,bed,,dining table,,,toilet,,tv,laptop,mouse,remote,keyboard,cell phone,"+
	"microwave,oven,toaster,sink,refrigerator,,book,clock,vase,scissors,teddy bear,hair drier,toothbrush", ",")
