package formats

import (
	"bytes"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
)

type cocoImage struct {
	ID       int64   `json:"id"`
	Width    int     `json:"width"`
	Height   int     `json:"height"`
	FileName string  `json:"file_name"` // of the picture file; stream/frame.png for a video
	Stream   string  `json:"stream"`
	Frame    uint64  `json:"frame"`
	Seconds  float64 `json:"seconds"`
}

type cocoAnnotation struct {
	ID           int             `json:"id"`
	ImageID      int64           `json:"image_id"`
	CategoryID   int             `json:"category_id"`
	Segmentation *rle            `json:"segmentation,omitempty"`
	Box          [4]float32      `json:"bbox"` // x, y, width, height
	Area         float32         `json:"area"`
	IsCrowd      int             `json:"iscrowd"`
	Score        float32         `json:"score"`
	TrackID      int             `json:"track_id,omitempty"`
	Attributes   *cocoAttributes `json:"attributes,omitempty"` // where CVAT looks for it
	Origin       *jsonOrigin     `json:"origin,omitempty"`
}

type cocoAttributes struct {
	TrackID int `json:"track_id"`
}

type cocoCategory struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

func annotation(r *Record, it nodes.Instance) cocoAnnotation {
	box := r.tight(it)
	a := cocoAnnotation{Box: cornered(box), Area: box.Area(), Score: it.Score, Origin: originToJSON(it.Origin)}
	if m := r.masked(it); m != nil {
		a.Segmentation, a.Area = newRLE(m, r.Width, r.Height), float32(m.Area())
	}
	if it.Track > 0 {
		a.TrackID, a.Attributes = it.Track, &cocoAttributes{it.Track}
	}
	return a
}

// coco writes annotations at once and puts the images aside until the end.
type coco struct {
	*file
	images *file
	cocoState
}

type cocoState struct {
	Images, Annotations int
	Categories          categories
}

func newCOCO(d *desk) (encoder, error) {
	f, err := d.main()
	if err != nil {
		return nil, err
	}
	o := &coco{file: f}
	if o.images, err = d.side(); err != nil {
		return nil, err
	}
	_, err = f.WriteString(`{"annotations":[`)
	return o, err
}

func (o *coco) state() any { return &o.cocoState }

func (o *coco) write(r *Record) error {
	if r.Skipped {
		return nil
	}
	image := cocoImage{
		ID: int64(o.Images + 1), Width: r.Width, Height: r.Height, FileName: r.picture(),
		Stream: r.Stamp.Stream, Frame: r.Stamp.Seq, Seconds: r.Stamp.PTS.Seconds(),
	}
	if err := o.images.add(&o.Images, image); err != nil {
		return err
	}
	for _, it := range r.Items {
		if err := o.annotate(r, it, 0); err != nil {
			return err
		}
	}
	for _, it := range r.Ignore {
		if err := o.annotate(r, it, 1); err != nil {
			return err
		}
	}
	return nil
}

func (o *coco) annotate(r *Record, it nodes.Instance, crowd int) error {
	a := annotation(r, it)
	a.ID, a.ImageID, a.CategoryID, a.IsCrowd = o.Annotations+1, int64(o.Images), o.Categories.id(label(it)), crowd
	return o.add(&o.Annotations, a)
}

func (o *coco) end(complete bool) error {
	if _, err := o.WriteString("\n],\"images\":["); err != nil {
		return err
	}
	if err := o.images.pour(o); err != nil {
		return err
	}
	return tail(o.file, o.Categories, complete)
}

// tail is what ends a file of annotations: categories, and where it came from.
func tail(f *file, c categories, complete bool) error {
	var b bytes.Buffer
	b.WriteString("\n],\"categories\":")
	err := appendJSON(&b, append([]cocoCategory{}, c.List...)) // never null
	fmt.Fprintf(&b, ",\n\"info\":{\"description\":\"instance masks written by Maskgraph\",\"complete\":%v}}\n", complete)
	if err != nil {
		return err
	}
	_, err = f.Write(b.Bytes())
	return err
}
