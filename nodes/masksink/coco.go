package masksink

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/maskgraph/maskgraph/nodes"
)

// coco writes a COCO JSON file of any length in little memory: annotations go
// straight to the file, images to a second one that is appended at the end.
type coco struct {
	file            *journal
	images          *journal // a file without a name: it is gone when it is closed
	imageCount      int
	annotationCount int
	categories      []cocoCategory
	categoryByName  map[string]int
	buf             bytes.Buffer
}

func newCOCO(path string) (output, error) {
	file, err := newJournal(path)
	if err != nil {
		return nil, err
	}
	images, err := os.CreateTemp(filepath.Dir(path), ".images-*.part")
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	o := &coco{file: file, images: &journal{file: images}, categories: []cocoCategory{}, categoryByName: map[string]int{}}
	_, err = io.WriteString(file, `{"annotations":[`)
	if err = errors.Join(err, os.Remove(images.Name())); err != nil {
		return nil, errors.Join(err, file.Close(), images.Close())
	}
	return o, nil
}

func (o *coco) write(r record) error {
	if r.found.Skipped {
		return nil
	}
	image := cocoImage{
		ID: o.imageCount + 1, Width: r.frame.Width, Height: r.frame.Height, FileName: cmp.Or(r.stamp.File, r.stream+"/"+r.name+".png"),
		Stream: r.stamp.Stream, Frame: r.stamp.Seq, Seconds: r.stamp.PTS.Seconds(),
	}
	o.buf.Reset()
	if err := o.add(&o.imageCount, image); err != nil {
		return err
	}
	if _, err := o.images.Write(o.buf.Bytes()); err != nil {
		return err
	}
	o.buf.Reset()
	for _, it := range r.found.Items {
		if err := o.add(&o.annotationCount, o.annotation(it, r.frame.Width, r.frame.Height)); err != nil {
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
	a := cocoAnnotation{ID: o.annotationCount + 1, ImageID: o.imageCount, CategoryID: o.category(it), Area: box.Area(), Score: it.Score}
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
		id = len(o.categories) + 1
		o.categoryByName[name] = id
		o.categories = append(o.categories, cocoCategory{id, name})
	}
	return id
}

func (o *coco) end(complete bool) error {
	err := o.finish(complete)
	return errors.Join(err, o.images.file.Close(), o.file.Close())
}

// finish appends everything but the annotations.
func (o *coco) finish(complete bool) error {
	if _, err := o.images.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := io.WriteString(o.file, "\n],\"images\":["); err != nil {
		return err
	}
	if _, err := io.Copy(o.file, o.images.file); err != nil {
		return fmt.Errorf("copying the list of images: %w", err)
	}
	o.buf.Reset()
	o.buf.WriteString("\n],\"categories\":")
	err := appendJSON(&o.buf, o.categories)
	o.buf.WriteString(",\"info\":")
	err = errors.Join(err, appendJSON(&o.buf, cocoInfo{"instance masks written by Maskgraph", complete}))
	o.buf.WriteString("}\n")
	if err != nil {
		return err
	}
	_, err = o.file.Write(o.buf.Bytes())
	return err
}
