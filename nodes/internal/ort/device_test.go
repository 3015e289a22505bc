package ort

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestOptionsValidate(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options Options
		want    string
	}{
		{"nothing said", Options{}, ""},
		{"auto", Options{Device: "auto"}, ""},
		{"a device", Options{Device: "webgpu", Threads: 2}, ""},
		{"both wrong", Options{Device: "gpu", Threads: -1},
			"threads: must be at least 0, got -1\ndevice: want cpu, cuda, coreml, directml, tensorrt, openvino, webgpu or auto, got \"gpu\""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if err := tt.options.Validate(); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestThreadsOfTheGraph(t *testing.T) {
	env := nodestest.Env(t)
	env.Threads = 3
	if got := (Options{}).in(env).threads(); got != 3 {
		t.Errorf("%d threads, want the graph's 3", got)
	}
	if got := (Options{Threads: 1}).in(env).threads(); got != 1 {
		t.Errorf("%d threads, want the node's own 1", got)
	}
}

// The library that models pull fetches has no CUDA in it.
func TestMissingDevice(t *testing.T) {
	nodestest.Model(t, "onnxruntime")
	path := tiny(t)
	open := func(device string) (*Session, error) {
		s, letGo, err := OpenFile(nodestest.Env(t), "tiny", path, nil, nil, Options{Threads: 1, Device: device})
		if err == nil {
			t.Cleanup(func() { _ = letGo() })
		}
		return s, err
	}
	s, err := open(Auto)
	if err != nil {
		t.Fatal(err)
	}
	if s.Device() != CPU {
		t.Skipf("auto takes %s here", s.Device())
	}
	_, err = open("cuda")
	missing := (*DeviceError)(nil)
	if !errors.As(err, &missing) {
		t.Fatalf("got %v, want a DeviceError", err)
	}
	if !strings.HasPrefix(err.Error(), "tiny: device: cuda cannot be used with ONNX Runtime ") ||
		!strings.Contains(err.Error(), "; it needs an NVIDIA GPU with its driver, CUDA and cuDNN 9") {
		t.Error(err)
	}
	if want := filepath.Base(missing.Device.library()) + " is not beside it"; missing.Why != want {
		t.Errorf("why: %s, want %s", missing.Why, want)
	}
}

func TestProbe(t *testing.T) {
	nodestest.Model(t, "onnxruntime")
	version, path, all, err := Probe(t.Context(), nodestest.Env(t).Models)
	if err != nil {
		t.Fatal(err)
	}
	if version == "" || path == "" || len(all) != 1+len(Devices) {
		t.Errorf("version %q, path %q, %d devices", version, path, len(all))
	}
	if all[0].Device != CPU || all[0].Err != nil {
		t.Errorf("the CPU: %v", all[0].Err)
	}
	for _, p := range all[1:] {
		if d := (*DeviceError)(nil); p.Err != nil && (!errors.As(p.Err, &d) || d.Why == "" || d.Device.Needs == "") {
			t.Errorf("%s: nobody says what is missing: %v", p.Device, p.Err)
		}
	}
}
