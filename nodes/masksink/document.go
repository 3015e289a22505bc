package masksink

import "github.com/maskgraph/maskgraph/nodes/formats"

// document is a file or folder in one of the formats.
type document struct{ part *formats.Part }

// documentSink is that of a setting.
func documentSink(set setting, cfg Config, warn func(string, ...any)) *sink {
	info, err := formats.Lookup(set.format)
	if err != nil {
		panic(err) // the formats of settings are there
	}
	options := formats.Options{
		Pictures: cfg.Pictures,
		Warn:     func(message string) { warn("%s: %s", set.name, message) },
	}
	s := &sink{setting: set.name, pattern: set.path, unit: runOrStream(set.path), owned: info.Owned}
	if info.Aside {
		s.side = formats.Side
	}
	if info.OneVideo {
		s.unit = perStream
	}
	s.create = func(path string) (output, error) { return newDocument(info.Begin(path, options)) }
	s.reopen = func(path string, st *sinkState) (output, error) {
		return newDocument(info.Resume(path, options, st.Document))
	}
	return s
}

func newDocument(p *formats.Part, err error) (output, error) {
	if err != nil {
		return nil, err
	}
	return &document{p}, nil
}

func (o *document) write(r record) error { return o.part.Write(r.record()) }

func (o *document) end(complete bool) error { return o.part.End(complete) }

func (o *document) close() error { return o.part.Close() }

func (o *document) save(s *sinkState) (err error) {
	s.Document, err = o.part.Save()
	return err
}

// aside is what the end writes once more.
func (o *document) aside() int64 { return o.part.Aside() }

// record is the frame as formats take it.
func (r record) record() formats.Record {
	return formats.Record{
		Stamp: r.stamp, Video: r.stream, Name: r.name, Picture: r.picture, Width: r.frame.Width, Height: r.frame.Height, Skipped: r.found.Skipped, Items: r.found.Items,
	}
}
