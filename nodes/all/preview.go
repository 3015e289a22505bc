package all

import (
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

// Preview makes a function that draws what was found on a frame, as MaskSink would,
// and gives a JPEG of at most 1280 pixels a side. found may be nil. It is for one
// goroutine.
func Preview() func(frame *nodes.Frame, found *nodes.Instances) ([]byte, error) {
	return draw.NewPreview().JPEG
}
