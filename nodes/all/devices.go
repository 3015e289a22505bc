package all

import (
	"context"
	"errors"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/quantize"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// Devices is what networks can run on here.
type Devices struct {
	Runtime string // the version of ONNX Runtime
	Library string // its file
	Int8    bool   // the processor is made for precision int8
	Tried   []ort.Probed
}

// Missing is why a device cannot be used, and what it needs, as far as that is known.
func Missing(err error) (why, needs string) {
	if e := (*ort.DeviceError)(nil); errors.As(err, &e) {
		return e.Why, e.Device.Needs
	}
	return err.Error(), ""
}

// Probe runs a small network on every device that the setting device knows.
func Probe(ctx context.Context, store *models.Store) (d Devices, err error) {
	d.Int8 = quantize.HasVNNI()
	d.Runtime, d.Library, d.Tried, err = ort.Probe(ctx, store)
	return d, err
}
