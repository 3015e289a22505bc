package formats

import (
	"errors"
	"fmt"
	"os"
)

// Options are what some writers want to know. The zero value is fine.
type Options struct {
	Pictures string                   // labelstudio: stands before the names of pictures, such as /data/local-files/?d=street/
	Warn     func(message string)     // told once about each kind of thing that could not be written; may be nil
	Wrote    func(path string, n int) // told at Close the final name of each output and its number of frames; may be nil
}

func (o Options) warn(format string, args ...any) {
	if o.Warn != nil {
		o.Warn(fmt.Sprintf(format, args...))
	}
}

// Writer writes one output, or one for each stream. Everything lies under temporary
// names until Close. After an error of Write only Abort makes sense.
type Writer interface {
	// Write adds a frame. The frames of a stream come in their order.
	Write(r Record) error
	// Close completes the output and gives it its name. When it fails nothing is left,
	// except outputs of other streams that have got their names already.
	Close() error
	// Abort removes what was written. It may be called after Close, and does nothing then.
	Abort()
}

// encoder writes one file or folder.
type encoder interface {
	write(r *Record) error
	end() error // writes what is missing and closes the file
	free()      // lets go of files, whatever is in them
}

// Create begins an output. The folders above it are made. A file of the name is
// replaced at the end; a folder only when it is empty or an output of the format,
// and what else lies in it stays. Formats that hold one video write one output for
// each stream: NAME-STREAM.EXT when there are several.
func Create(path, format string, o Options) (Writer, error) {
	info, err := Lookup(format)
	if err != nil {
		return nil, err
	}
	if !info.Writes {
		return nil, fmt.Errorf("%s: this format is read only", format)
	}
	w := &output{info: info, path: path, options: o, byStream: map[string]*part{}}
	if !info.OneVideo {
		if _, err := w.part(""); err != nil {
			return nil, err
		}
	}
	return w, nil
}

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
