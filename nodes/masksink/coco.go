package masksink

import (
	"bytes"
	"cmp"
	"errors"
	"io"

	"github.com/maskgraph/maskgraph/nodes"
)

// coco writes a COCO JSON file of any length in little memory: annotations go
// straight to the file, images to one beside it that is appended at the end.
type coco struct {
	file           *journal
	images         *journal
	count          cocoCount
	categoryByName map[string]int
	buf            bytes.Buffer
}

type cocoCount struct {
	Images, Annotations int
	Categories          []cocoCategory
}

// imagesSide is added to the name of the file for that of its images.
const imagesSide = ".images"

func newCOCO(path string) (output, error) {
	file, err := newJournal(path)
	if err != nil {
		return nil, err
	}
	images, err := newJournal(path + imagesSide)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	o := &coco{file: file, images: images, categoryByName: map[string]int{}}
	if _, err := io.WriteString(file, annotationsHead); err != nil {
		return nil, errors.Join(err, o.close())
	}
	return o, nil
}

func (o *coco) write(r record) error {
	if r.found.Skipped {
		return nil
	}
	image := cocoImage{
		ID: o.count.Images + 1, Width: r.frame.Width, Height: r.frame.Height, FileName: cmp.Or(r.stamp.File, r.stream+"/"+r.name+".png"),
		Stream: r.stamp.Stream, Frame: r.stamp.Seq, Seconds: r.stamp.PTS.Seconds(),
	}
	o.buf.Reset()
	if err := o.add(&o.count.Images, image); err != nil {
		return err
	}
	if _, err := o.images.Write(o.buf.Bytes()); err != nil {
		return err
	}
	o.buf.Reset()
	for _, it := range r.found.Items {
		if err := o.add(&o.count.Annotations, o.annotation(it, r.frame.Width, r.frame.Height)); err != nil {
			return err
		}
	}
	_, err := o.file.Write(o.buf.Bytes())
	return err
}

// add puts one more member of a JSON array into the buffer, on a line of its own.
func (o *coco) add(count *int, v any) error {
	if *count > 0 {
		o.buf.WriteByte(',')
	}
	o.buf.WriteByte('\n')
	if err := appendJSON(&o.buf, v); err != nil {
		return err
	}
	o.buf.Truncate(o.buf.Len() - 1) // the line break comes before the next one
	*count++
	return nil
}

func (o *coco) annotation(it nodes.Instance, width, height int) cocoAnnotation {
	box := it.Box.Clip(width, height)
	a := cocoAnnotation{ID: o.count.Annotations + 1, ImageID: o.count.Images, CategoryID: o.category(it), Area: box.Area(), Score: it.Score}
	if it.Mask != nil {
		mask := it.Mask.Clip(0, 0, width, height)
		a.Segmentation, a.Area = rleOf(mask, width, height), float32(mask.Area())
		if !mask.Empty() {
			box = mask.Box()
		}
	}
	a.Box = [4]float32{box.X1, box.Y1, box.Width(), box.Height()}
	if it.Track > 0 {
		a.TrackID, a.Attributes = it.Track, &cocoAttributes{it.Track}
	}
	a.Origin = originOf(it.Origin)
	return a
}

// category is the id of an instance's class, in the order in which they appear.
func (o *coco) category(it nodes.Instance) int {
	name := it.Label
	if name == "" {
		name = "object"
	}
	id := o.categoryByName[name]
	if id == 0 {
		id = len(o.count.Categories) + 1
		o.categoryByName[name] = id
		o.count.Categories = append(o.count.Categories, cocoCategory{id, name})
	}
	return id
}

func (o *coco) end(complete bool) error {
	return errors.Join(o.finish(complete), o.close())
}

func (o *coco) close() error { return errors.Join(o.images.Close(), o.file.Close()) }
