package publisher

import (
	"bytes"
	"encoding/base64"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/formats"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

// body is the text of a message.
func (n *node) body(stamp nodes.Stamp, frame *nodes.Frame, found *nodes.Instances) ([]byte, error) {
	var b bytes.Buffer
	r := formats.Record{Stamp: stamp, Width: frame.Width, Height: frame.Height, Skipped: found.Skipped, Items: found.Items}
	if err := formats.AppendLine(&b, &r); err != nil {
		return nil, err
	}
	if n.cfg.Image == "none" {
		return b.Bytes(), nil
	}
	picture, err := n.picture(frame, found)
	if err != nil {
		return nil, err
	}
	b.Truncate(b.Len() - len("}"))
	b.WriteString(`,"jpeg":"`)
	out := base64.StdEncoding.AppendEncode(b.Bytes(), picture)
	return append(out, `"}`...), nil
}

const (
	imageSide    = 1280 // pixels
	imageQuality = 80   // of JPEG, 0..100
)

func (n *node) picture(frame *nodes.Frame, found *nodes.Instances) ([]byte, error) {
	var items []nodes.Instance
	if n.cfg.Image == "overlay" {
		if !found.Skipped || n.seen == nil {
			n.seen = found
		}
		items = n.seen.Items
	}
	f, err := n.painter.Paint(frame, items, false)
	if err != nil {
		return nil, err
	}
	defer f.Release()
	return draw.JPEG(f, imageSide, imageQuality)
}
