package masksink

import (
	"bytes"
	"encoding/json"
	"io"
)

// jsonl writes a line a frame, at once.
type jsonl struct {
	w    io.Writer
	file *journal // nil for the standard output
	buf  bytes.Buffer
}

type jsonlState struct{ Size int64 }

func newJSONL(path string) (output, error) {
	file, err := newJournal(path)
	if err != nil {
		return nil, err
	}
	return &jsonl{w: file, file: file}, nil
}

func reopenJSONL(path string, s *sinkState) (output, error) {
	file, err := reopenJournal(path, s.JSONL.Size)
	if err != nil {
		return nil, err
	}
	return &jsonl{w: file, file: file}, nil
}

func (o *jsonl) write(r record) error {
	line := jsonLine{
		Stream: r.stamp.Stream, File: r.stamp.File, Frame: r.stamp.Seq, PTS: r.stamp.PTS.Seconds(), Estimated: r.stamp.Estimated,
		Width: r.frame.Width, Height: r.frame.Height, Skipped: r.found.Skipped,
		Instances: make([]jsonInstance, 0, len(r.found.Items)),
	}
	for _, it := range r.found.Items {
		ji := jsonInstance{
			Box: [4]float32{it.Box.X1, it.Box.Y1, it.Box.X2, it.Box.Y2}, Score: it.Score, Label: it.Label, Track: it.Track,
			PredictedIoU: it.PredictedIoU, Stability: it.Stability, Origin: originOf(it.Origin),
		}
		if it.Mask != nil {
			mask := it.Mask.Clip(0, 0, r.frame.Width, r.frame.Height)
			area := mask.Area()
			ji.Area, ji.RLE = &area, rleOf(mask, r.frame.Width, r.frame.Height)
		}
		line.Instances = append(line.Instances, ji)
	}
	o.buf.Reset()
	if err := appendJSON(&o.buf, line); err != nil {
		return err
	}
	_, err := o.w.Write(o.buf.Bytes())
	return err
}

func (o *jsonl) end(bool) error { return o.close() }

func (o *jsonl) close() error {
	if o.file == nil {
		return nil
	}
	return o.file.Close()
}

func (o *jsonl) save(s *sinkState) {
	if o.file != nil {
		s.JSONL.Size = o.file.size
	}
}

// appendJSON writes v and a line break. Counts are full of < and >: they stay as
// they are.
func appendJSON(b *bytes.Buffer, v any) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
