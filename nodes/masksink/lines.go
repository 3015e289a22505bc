package masksink

import (
	"bytes"
	"io"

	"github.com/maskgraph/maskgraph/nodes/formats"
)

// lines writes JSON Lines for another program to read, a frame at once.
type lines struct {
	w   io.Writer
	buf bytes.Buffer
}

func (o *lines) write(r record) error {
	o.buf.Reset()
	f := r.record()
	if err := formats.AppendLine(&o.buf, &f); err != nil {
		return err
	}
	o.buf.WriteByte('\n')
	_, err := o.w.Write(o.buf.Bytes())
	return err
}

func (*lines) end(bool) error        { return nil }
func (*lines) save(*sinkState) error { return nil }
func (*lines) close() error          { return nil }
