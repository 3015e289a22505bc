package formats

import (
	"errors"
	"fmt"
	"os"
)

// output is a Writer.
type output struct {
	info     Info
	path     string
	options  Options
	parts    []*part
	byStream map[string]*part
}

// part is a file or folder in the making.
type part struct {
	stream string
	temp   string
	enc    encoder // nil when it has ended
	frames int
}

func (w *output) Write(r Record) error {
	key := ""
	if w.info.OneVideo {
		key = r.Stamp.Stream
	}
	p, err := w.part(key)
	if err != nil {
		return err
	}
	if r.Name == "" {
		r.Name = FrameName(r.Stamp)
	}
	if err := p.enc.write(&r); err != nil {
		return w.failed(err)
	}
	p.frames++
	return nil
}

func (w *output) failed(err error) error { return fmt.Errorf("%s: %w", w.path, err) }

// part is the one of a stream, made if there is none.
func (w *output) part(stream string) (*part, error) {
	if p := w.byStream[stream]; p != nil {
		return p, nil
	}
	p := &part{stream: stream, temp: tempPath(w.path, len(w.parts), w.info.Folder)}
	if err := w.prepare(w.path, p.temp); err != nil {
		return nil, w.failed(err)
	}
	var err error
	if p.enc, err = w.info.create(p.temp, w.options); err != nil {
		_ = os.RemoveAll(p.temp)
		return nil, w.failed(err)
	}
	w.parts, w.byStream[stream] = append(w.parts, p), p
	return p, nil
}

func (w *output) Close() error {
	if len(w.parts) == 0 {
		if _, err := w.part(""); err != nil {
			return err
		}
	}
	for _, p := range w.parts {
		enc := p.enc
		p.enc = nil
		if err := enc.end(); err != nil {
			enc.free()
			w.Abort()
			return w.failed(err)
		}
	}
	for _, name := range w.finalNames() {
		p := w.parts[0]
		if err := w.place(p.temp, name); err != nil {
			w.Abort()
			return fmt.Errorf("%s: %w", name, err)
		}
		w.parts = w.parts[1:]
		if w.options.Wrote != nil {
			w.options.Wrote(name, p.frames)
		}
	}
	return nil
}

func (w *output) Abort() {
	var errs []error
	for _, p := range w.parts {
		if p.enc != nil {
			p.enc.free()
		}
		errs = append(errs, os.RemoveAll(p.temp))
	}
	w.parts = nil
	if err := errors.Join(errs...); err != nil {
		w.options.warn("%v", err)
	}
}
