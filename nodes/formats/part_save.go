package formats

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"os"
)

// savedPart is what a state is made of.
type savedPart struct {
	Sizes []int64 // of the files
	State []byte  // of the encoder
}

// Save tells how far the output has got.
func (p *Part) Save() ([]byte, error) {
	s := savedPart{Sizes: p.desk.sizes()}
	if st := p.enc.state(); st != nil {
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(st); err != nil {
			return nil, err
		}
		s.State = b.Bytes()
	}
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(s)
	return b.Bytes(), err
}

// Resume goes on where Save was called: what was written later is cut off. When files
// are missing, or shorter than they were, it is os.ErrNotExist, and what there is
// stays as it is.
func (f Info) Resume(temp string, o Options, saved []byte) (*Part, error) {
	var s savedPart
	if err := gob.NewDecoder(bytes.NewReader(saved)).Decode(&s); err != nil {
		return nil, fmt.Errorf("not a state of this version: %w", err)
	}
	if f.Folder {
		if _, err := os.Stat(temp); err != nil {
			return nil, err
		}
	}
	p, err := f.begin(&desk{Options: o, temp: temp, saved: s.Sizes})
	if err != nil {
		return nil, err
	}
	if err := p.recall(s); err != nil {
		return nil, errors.Join(err, p.desk.close())
	}
	return p, nil
}

func (p *Part) recall(s savedPart) error {
	if len(s.Sizes) != len(p.desk.files) {
		return errors.New("not a state of this format")
	}
	if err := p.desk.cut(s.Sizes); err != nil {
		return err
	}
	if st := p.enc.state(); st != nil {
		if err := gob.NewDecoder(bytes.NewReader(s.State)).Decode(st); err != nil {
			return err
		}
	}
	if r, ok := p.enc.(recaller); ok {
		return r.spooled().walk(r.recall)
	}
	return nil
}
