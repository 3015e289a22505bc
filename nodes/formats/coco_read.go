package formats

import (
	"cmp"
	"fmt"
	"iter"
	"os"
	"slices"
)

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
		id := x.pictures[i].id
		if _, twice := x.byID[id]; twice {
			return nil, fmt.Errorf("%s: images %d: id: image %d is listed twice", path, i+1, id)
		}
		x.byID[id] = int32(i)
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
