package formats

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
)

// jsonl writes a line a frame.
type jsonl struct{ *file }

func newJSONL(d *desk) (encoder, error) {
	f, err := d.main()
	return &jsonl{f}, err
}

func (o *jsonl) write(r *Record) error {
	o.scratch.Reset()
	if err := AppendLine(&o.scratch, r); err != nil {
		return err
	}
	o.scratch.WriteByte('\n')
	_, err := o.Write(o.scratch.Bytes())
	return err
}

func (*jsonl) state() any     { return nil }
func (*jsonl) end(bool) error { return nil }

// AppendLine writes a record as a JSON object in one line, the line break left out. It
// is what stands in JSON Lines, for whoever hands frames to something else than a file.
func AppendLine(b *bytes.Buffer, r *Record) error {
	line := jsonLine{
		Stream: r.Stamp.Stream, File: r.Stamp.File, Frame: r.Stamp.Seq, PTS: r.Stamp.PTS.Seconds(), Estimated: r.Stamp.Estimated,
		Width: r.Width, Height: r.Height, Skipped: r.Skipped,
		Instances: make([]jsonInstance, 0, len(r.Items)),
	}
	for _, it := range r.Items {
		line.Instances = append(line.Instances, toJSON(r, it))
	}
	for _, it := range r.Ignore {
		line.Ignore = append(line.Ignore, toJSON(r, it))
	}
	return appendJSON(b, line)
}

// maxLine bounds a line of text: a frame with a thousand things takes a megabyte.
const maxLine = 64 << 20

func readJSONL(path string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		f, err := openFile(path)
		if err != nil {
			yield(Record{}, err)
			return
		}
		defer f.Close()
		in := lines{r: bufio.NewReaderSize(f, 1<<16)}
		for {
			text, err := in.next()
			if errors.Is(err, io.EOF) {
				return
			}
			var r Record
			if err == nil {
				r, err = parseLine(text)
			}
			if err != nil {
				err = fmt.Errorf("%s:%d: %w", path, in.n, err)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

func parseLine(text []byte) (Record, error) {
	var line jsonLine
	if err := json.Unmarshal(text, &line); err != nil {
		return Record{}, fmt.Errorf("want a frame as a JSON object: %w", err)
	}
	return line.record()
}

// lines reads lines that are not empty. A line is valid until the next one.
type lines struct {
	r   *bufio.Reader
	n   int // number of the line
	buf []byte
}

func (l *lines) next() ([]byte, error) {
	for {
		l.buf = l.buf[:0]
		l.n++
		var err error
		for {
			var piece []byte
			piece, err = l.r.ReadSlice('\n')
			if len(l.buf)+len(piece) > maxLine {
				return nil, fmt.Errorf("the line is longer than %d MB", maxLine>>20)
			}
			l.buf = append(l.buf, piece...)
			if !errors.Is(err, bufio.ErrBufferFull) {
				break
			}
		}
		if text := bytes.TrimSpace(l.buf); len(text) > 0 && (err == nil || errors.Is(err, io.EOF)) {
			return text, nil
		}
		if err != nil {
			return nil, err
		}
	}
}
