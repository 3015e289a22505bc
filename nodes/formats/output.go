package formats

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strconv"

	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// output is a Writer.
type output struct {
	info     Info
	path     string
	options  Options
	parts    []*outputPart
	byStream map[string]*outputPart
}

// outputPart is the file or folder of a stream.
type outputPart struct {
	*Part  // nil when it has ended
	stream string
	temp   string
	names  map[string]files.Names // of frames from picture files, by folder
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
	if w.info.Folder && r.Stamp.File != "" { // a.png beside a.jpg
		folder := r.video() + "/" + path.Dir(r.picture())
		if p.names[folder] == nil {
			p.names[folder] = files.Names{}
		}
		r.Name = p.names[folder].Add(r.Name)
	}
	if err := p.Part.Write(r); err != nil {
		return w.failed(err)
	}
	p.frames++
	return nil
}

func (w *output) failed(err error) error { return fmt.Errorf("%s: %w", w.path, err) }

// part is the one of a stream, made if there is none.
func (w *output) part(stream string) (*outputPart, error) {
	if p := w.byStream[stream]; p != nil {
		return p, nil
	}
	stem, ext := files.Split(w.path, w.info.Folder)
	if n := len(w.parts); n > 0 {
		stem += "-" + strconv.Itoa(n+1)
	}
	p := &outputPart{stream: stream, temp: files.Temp(stem+ext, w.info.Folder), names: map[string]files.Names{}}
	if err := files.Prepare(p.temp, w.path, w.info.Owned); err != nil {
		return nil, w.failed(err)
	}
	var err error
	if p.Part, err = w.info.Begin(p.temp, w.options); err != nil {
		return nil, w.failed(errors.Join(err, p.remove()))
	}
	w.parts, w.byStream[stream] = append(w.parts, p), p
	return p, nil
}

// remove takes away everything temporary.
func (p *outputPart) remove() error {
	return errors.Join(os.RemoveAll(p.temp), os.RemoveAll(p.temp+Side))
}

func (w *output) Close() error {
	if len(w.parts) == 0 {
		if _, err := w.part(""); err != nil {
			return err
		}
	}
	for _, p := range w.parts {
		part := p.Part
		p.Part = nil
		if err := part.End(true); err != nil {
			w.Abort()
			return w.failed(err)
		}
	}
	for _, name := range w.finalNames() {
		p := w.parts[0]
		if err := w.info.Place(p.temp, name); err != nil {
			w.Abort()
			return fmt.Errorf("%s: %w", name, err)
		}
		w.parts = w.parts[1:]
		if err := p.remove(); err != nil {
			w.Abort()
			return fmt.Errorf("%s: %w", name, err)
		}
		if w.options.Wrote != nil {
			w.options.Wrote(name, p.frames)
		}
	}
	return nil
}

func (w *output) Abort() {
	var errs []error
	for _, p := range w.parts {
		if p.Part != nil {
			errs = append(errs, p.Part.Close())
		}
		errs = append(errs, p.remove())
	}
	w.parts = nil
	if err := errors.Join(errs...); err != nil {
		w.options.warn("%v", err)
	}
}

// finalNames are the names of the parts, in their order.
func (w *output) finalNames() []string {
	if len(w.parts) == 1 {
		return []string{filepath.Clean(w.path)}
	}
	stem, ext := files.Split(w.path, w.info.Folder)
	var names []string
	taken := files.Names{}
	for _, p := range w.parts {
		names = append(names, stem+"-"+taken.Add(p.stream)+ext)
	}
	return names
}
