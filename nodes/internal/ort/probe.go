package ort

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
)

// Probed is what became of trying a device.
type Probed struct {
	Device string
	Err    error // nil: networks run on it; else a DeviceError as a rule
}

// Probe runs a small network on every device, the CPU first. The error says that there
// is no ONNX Runtime to try them with; version and path are that one's.
func Probe(ctx context.Context, store *models.Store) (version, path string, all []Probed, err error) {
	if err := loadLibrary(store); err != nil {
		return "", "", nil, err
	}
	dir, err := os.MkdirTemp("", "maskgraph-probe-")
	if err != nil {
		return "", "", nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "probe.onnx")
	if err := os.WriteFile(file, probeModel(), 0o600); err != nil {
		return "", "", nil, err
	}
	all = append(all, Probed{Device: CPU, Err: try(ctx, store, file, CPU)})
	for _, d := range Devices {
		all = append(all, Probed{Device: d.Name, Err: try(ctx, store, file, d.Name)})
	}
	return ort.GetVersion(), libraryPath(), all, nil
}

const probeSide = 32

// probeModel multiplies a matrix with itself and adds one.
func probeModel() []byte {
	m := onnx.New(13)
	m.Graph.AddInput("x", onnx.Float32, probeSide, probeSide)
	m.Graph.AddTensor(onnx.NewTensor("one", []float32{1}, 1))
	m.Graph.AddNode("MatMul", []string{"x", "x"}, []string{"square"})
	m.Graph.AddNode("Add", []string{"square", "one"}, []string{"y"})
	m.Graph.AddOutput("y", onnx.Float32, probeSide, probeSide)
	return m.Bytes()
}

// try runs the small network and looks at what comes out.
func try(ctx context.Context, store *models.Store, file, device string) error {
	env := nodes.Env{Models: store, Shared: &nodes.Shared{}}
	s, letGo, err := OpenFile(env, "probe", file, nil, nil, Options{Threads: 1, Device: device})
	if err != nil {
		return err
	}
	x, y := NewTensor(probeSide, probeSide), NewTensor(probeSide, probeSide)
	for i := range x.Data {
		x.Data[i] = 2
	}
	err = s.Run(ctx, []Tensor{x}, []Tensor{y})
	const want = 2*2*probeSide + 1
	if got := y.Data[0]; err == nil && (got < want*0.99 || got > want*1.01) {
		err = fmt.Errorf("%s computes %g where %d is right", device, got, want)
	}
	return errors.Join(err, letGo())
}
