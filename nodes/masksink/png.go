package masksink

import (
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
)

// about says what a folder of palette PNGs holds.
type about struct {
	Complete bool           `json:"complete"`
	Frames   int            `json:"frames"`
	Labels   map[int]string `json:"labels"` // of tracks: what a value of a pixel was when it was first seen
}

// pngs writes a picture a frame into a folder, the values of its pixels being the
// instances' ids.
type pngs struct {
	folder  string
	about   about
	labels  *notes // of the folder, as they come: they are as many as the tracks
	encoder png.Encoder
	warn    func(string, ...any)
	warned  bool
}

func newPNGs(folder string, warn func(string, ...any)) (output, error) {
	labels, err := newNotes(folder + labelsSide)
	if err != nil {
		return nil, err
	}
	return &pngs{
		folder:  folder,
		about:   about{Labels: map[int]string{}},
		labels:  labels,
		encoder: png.Encoder{CompressionLevel: png.BestSpeed},
		warn:    warn,
	}, nil
}

func (o *pngs) write(r record) error {
	if r.found.Skipped {
		return nil
	}
	ids := idsOf(r.found.Items)
	for i, it := range r.found.Items {
		if _, known := o.about.Labels[it.Track]; it.Track > 0 && it.Label != "" && !known {
			o.about.Labels[it.Track] = it.Label
			if err := o.labels.add(labelNote(it.Track, it.Label)); err != nil {
				return err
			}
		}
		if ids[i] > 0xffff && !o.warned {
			o.warned = true
			o.warn("masks: from track %d on, masks are left out of the pictures: their pixels hold 65535 ids at most", ids[i])
		}
	}
	o.about.Frames++
	return o.picture(r.name+".png", idPicture(r.found.Items, ids, r.frame.Width, r.frame.Height))
}

// picture writes one that is whole whenever it is there.
func (o *pngs) picture(name string, img image.Image) error {
	unfinished := filepath.Join(o.folder, unfinishedName)
	f, err := os.Create(unfinished)
	if err != nil {
		return err
	}
	if err := errors.Join(o.encoder.Encode(f, img), f.Close()); err != nil {
		return err
	}
	return os.Rename(unfinished, filepath.Join(o.folder, name))
}

func (o *pngs) end(complete bool) error {
	o.about.Complete = complete
	text, err := json.MarshalIndent(o.about, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(o.folder, aboutName), append(text, '\n'), 0o644)
	}
	if gone := os.Remove(filepath.Join(o.folder, unfinishedName)); !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return errors.Join(err, o.close())
}

func (o *pngs) close() error { return o.labels.file.Close() }
