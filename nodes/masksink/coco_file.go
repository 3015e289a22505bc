package masksink

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// What stands before the lists of the file. The second one is a line of its own.
const (
	annotationsHead = `{"annotations":[`
	imagesHead      = "],\"images\":["
)

// finish appends everything but the annotations.
func (o *coco) finish(complete bool) error {
	if _, err := io.WriteString(o.file, "\n"+imagesHead); err != nil {
		return err
	}
	if _, err := io.Copy(o.file, io.NewSectionReader(o.images.file, 0, o.images.size)); err != nil {
		return fmt.Errorf("copying the list of images: %w", err)
	}
	o.buf.Reset()
	o.buf.WriteString("\n],\"categories\":")
	err := appendJSON(&o.buf, append([]cocoCategory{}, o.count.Categories...)) // never null
	o.buf.WriteString(",\"info\":")
	err = errors.Join(err, appendJSON(&o.buf, cocoInfo{"instance masks written by Maskgraph", complete}))
	o.buf.WriteString("}\n")
	if err != nil {
		return err
	}
	_, err = o.file.Write(o.buf.Bytes())
	return err
}

type cocoState struct {
	Size, ImagesSize int64
	Count            cocoCount
}

func (o *coco) save(s *sinkState) { s.COCO = cocoState{o.file.size, o.images.size, o.count} }

func reopenCOCO(path string, s *sinkState) (output, error) {
	st := s.COCO
	images, err := reopenJournal(path+imagesSide, st.ImagesSize)
	if errors.Is(err, os.ErrNotExist) {
		images, err = imagesOf(path, st)
	}
	if err != nil {
		return nil, err
	}
	file, err := reopenJournal(path, st.Size)
	if err != nil {
		return nil, errors.Join(err, images.Close())
	}
	o := &coco{file: file, images: images, count: st.Count, categoryByName: map[string]int{}}
	for _, c := range st.Count.Categories {
		o.categoryByName[c.Name] = c.ID
	}
	return o, nil
}

// imagesOf takes the list of images out of a file that was finished already.
func imagesOf(path string, st cocoState) (*journal, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if _, err := f.Seek(st.Size, io.SeekStart); err != nil {
		return nil, err
	}
	r := bufio.NewReader(f)
	for line := ""; line != imagesHead+"\n"; {
		if line, err = r.ReadString('\n'); err != nil {
			return nil, fmt.Errorf("%s: its list of images is gone: %w", path, err)
		}
	}
	images, err := newJournal(path + imagesSide)
	if err != nil {
		return nil, err
	}
	head := io.MultiReader(strings.NewReader("\n"), r) // an image begins with its line break
	if _, err := io.CopyN(images, head, st.ImagesSize); err != nil {
		return nil, errors.Join(err, images.Close())
	}
	return images, nil
}
