package formats

import (
	"path/filepath"
	"strings"
)

// motsPNG writes a folder instances of pictures of 16 bits.
type motsPNG struct {
	*pngs
	numbers *motsNumbers
}

func newMOTSPNG(d *desk) (encoder, error) {
	o, err := newPNGs(d, filepath.Join(d.temp, "instances"))
	if err != nil {
		return nil, err
	}
	o.deep = true
	return &motsPNG{o, newMOTSNumbers(perClass-1, o.notes)}, nil
}

func (o *motsPNG) recall(track int, name []byte) error {
	o.numbers.recall(track, string(name))
	return nil
}

func (o *motsPNG) write(r *Record) error {
	if r.Skipped {
		return nil
	}
	if err := r.sized(); err != nil {
		return err
	}
	all := r.apart()
	values, err := o.numbers.values(all)
	if err != nil {
		return err
	}
	return o.put(r, all, values)
}

func (o *motsPNG) end(bool) error {
	return o.finish(labelsName, strings.Join(o.numbers.classes.lines(), "\n")+"\n")
}

// values are those of pixels: class*1000 + number, 0 where there are no more numbers.
func (n *motsNumbers) values(all []painted) ([]int, error) {
	values := make([]int, len(all))
	here := map[motsKey]bool{} // numbers on this frame of what has no track
	for i, p := range all {
		class, number, err := n.of(p)
		switch {
		case err != nil:
			return nil, err
		case p.at < 0:
			values[i] = motsIgnored * perClass
			continue
		case p.Track <= 0:
			number = n.free(class, here)
			here[motsKey{class, number}] = true
		}
		if number >= 0 && class*perClass+number <= maxValue {
			values[i] = class*perClass + number
		}
	}
	return values, nil
}
