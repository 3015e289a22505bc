package formats

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// walkJSON walks over the items of the lists that are members of a JSON object: with
// the member's name, the item's place in the list and in the file, after a call with the
// place -1 for the list itself. Other members are passed by. A file that is a list is
// the member "". errStop ends the walk without an error.
func walkJSON(f *os.File, path string, do func(key string, i int, item json.RawMessage, at int64) error) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	in := &guarded{r: f, most: maxItem}
	w := &walker{in: in, dec: json.NewDecoder(in), do: do}
	err := w.whole()
	if err == nil || errors.Is(err, errStop) {
		return nil
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%s: %w", path, err)
}

type walker struct {
	in   *guarded
	dec  *json.Decoder
	item json.RawMessage
	do   func(key string, i int, item json.RawMessage, at int64) error
}

func (w *walker) whole() error {
	start, err := w.token()
	if err != nil {
		return w.placed(err)
	}
	switch start {
	case json.Delim('['):
		return w.list("")
	case json.Delim('{'):
		return w.members(func(key string) error {
			return w.value(key)
		})
	}
	return errors.New("want a JSON object")
}

// members walks over the names of an object whose beginning was read; value reads
// what belongs to one.
func (w *walker) members(value func(key string) error) error {
	for w.dec.More() {
		key, err := w.token()
		if err != nil {
			return w.placed(err)
		}
		if err := value(key.(string)); err != nil {
			return err
		}
	}
	_, err := w.token()
	return w.placed(err)
}

func (w *walker) token() (json.Token, error) {
	w.in.read = 0
	return w.dec.Token()
}

// decode reads a whole value.
func (w *walker) decode() error {
	w.in.read = 0
	return w.dec.Decode(&w.item)
}

// value walks over a list and passes everything else by.
func (w *walker) value(key string) error {
	t, err := w.token()
	if err != nil {
		return w.placed(err)
	}
	switch t {
	case json.Delim('['):
		return w.list(key)
	case json.Delim('{'):
		return w.members(w.skip)
	}
	return nil
}

func (w *walker) skip(string) error { return w.placed(w.decode()) }

func (w *walker) list(key string) error {
	if err := w.do(key, -1, nil, w.dec.InputOffset()); err != nil {
		return err
	}
	for i := 0; w.dec.More(); i++ {
		if err := w.decode(); err != nil {
			return w.placed(err)
		}
		if err := w.do(key, i, w.item, w.dec.InputOffset()-int64(len(w.item))); err != nil {
			return err
		}
	}
	_, err := w.token()
	return w.placed(err)
}

// placed says where the text is wrong.
func (w *walker) placed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("byte %d: %w", w.dec.InputOffset(), err)
}

// piece is a place in a file.
type piece struct {
	at  int64
	len int
}

// get reads a place again.
func (p piece) get(f *os.File, buf *[]byte) ([]byte, error) {
	*buf = append((*buf)[:0], make([]byte, p.len)...)
	_, err := f.ReadAt(*buf, p.at)
	return bytes.TrimSpace(*buf), err
}
