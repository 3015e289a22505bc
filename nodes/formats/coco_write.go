package formats

import (
	"bytes"
	"errors"

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

// categories number names from 1 in the order in which they appear.
type categories struct {
	list []cocoCategory
	ids  map[string]int64
}

func (c *categories) id(name string) int {
	if c.ids == nil {
		c.ids, c.list = map[string]int64{}, []cocoCategory{}
	}
	if c.ids[name] == 0 {
		c.ids[name] = int64(len(c.list) + 1)
		c.list = append(c.list, cocoCategory{c.ids[name], name})
	}
	return int(c.ids[name])
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
	images      *file
	image, anns list
	categories  categories
}

func newCOCO(temp string, _ Options) (encoder, error) {
	f, err := newFile(temp)
	if err != nil {
		return nil, err
	}
	images, err := aside(temp)
	if err != nil {
		return nil, errors.Join(err, f.f.Close())
	}
	_, err = f.WriteString(`{"annotations":[`)
	return &coco{file: f, images: images}, err
}

func (o *coco) write(r *Record) error {
	if r.Skipped {
		return nil
	}
	image := cocoImage{
		ID: int64(o.image.n + 1), Width: r.Width, Height: r.Height, FileName: r.picture(),
		Stream: r.Stamp.Stream, Frame: r.Stamp.Seq, Seconds: r.Stamp.PTS.Seconds(),
	}
	if err := o.image.add(o.images, image); err != nil {
		return err
	}
	for _, it := range r.Items {
		if err := o.add(r, it, 0); err != nil {
			return err
		}
	}
	for _, it := range r.Ignore {
		if err := o.add(r, it, 1); err != nil {
			return err
		}
	}
	return nil
}

func (o *coco) add(r *Record, it nodes.Instance, crowd int) error {
	a := annotation(r, it)
	a.ID, a.ImageID, a.CategoryID, a.IsCrowd = o.anns.n+1, int64(o.image.n), o.categories.id(label(it)), crowd
	return o.anns.add(o, a)
}

func (o *coco) end() error {
	_, err := o.WriteString("\n],\"images\":[")
	if err := errors.Join(err, o.images.pour(o)); err != nil {
		return err
	}
	return errors.Join(tail(o.file, o.categories), o.file.end())
}

// tail is what ends a file of annotations: categories, and where it came from.
func tail(f *file, c categories) error {
	var b bytes.Buffer
	b.WriteString("\n],\"categories\":")
	err := appendJSON(&b, append([]cocoCategory{}, c.list...)) // never null
	b.WriteString(",\n\"info\":{\"description\":\"instance masks written by Maskgraph\",\"complete\":true}}\n")
	if err != nil {
		return err
	}
	_, err = f.Write(b.Bytes())
	return err
}

func (o *coco) free() {
	o.file.free()
	o.images.free()
}
