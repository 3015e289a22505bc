package formats

import "fmt"

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
	w := &output{info: info, path: path, options: o, byStream: map[string]*outputPart{}}
	if !info.OneVideo {
		if _, err := w.part(""); err != nil {
			return nil, err
		}
	}
	return w, nil
}
