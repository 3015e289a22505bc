package ort

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	ort "github.com/yalue/onnxruntime_go"
)

// What every ONNX Runtime has, and what leaves the choice to us.
const (
	CPU  = "cpu"
	Auto = "auto"
)

// Device is a kind of processor that a network can run on, beside the CPU.
type Device struct {
	Name  string // as in graph files
	auto  bool   // auto tries it
	files string // of the provider's library, beside ONNX Runtime's own; empty: it is part of that
	Needs string // what it takes and where to get it, for people
	add   func(*ort.SessionOptions) error
}

const releases = "a library with it comes from https://github.com/microsoft/onnxruntime/releases or the vendor; name the file in " + LibraryEnv

// Devices are all of them, the ones that auto tries first. What is fast on none of
// the machines that have it is not tried.
var Devices = []Device{
	{"cuda", true, "onnxruntime_providers_cuda", "an NVIDIA GPU with its driver, CUDA and cuDNN 9, and ONNX Runtime built for that CUDA (onnxruntime-linux-x64-gpu…); " + releases, addCUDA},
	{"coreml", true, "", "macOS, and ONNX Runtime built with CoreML; " + releases, addCoreML},
	{"directml", true, "", "Windows, and ONNX Runtime built with DirectML; " + releases, addDirectML},
	{"tensorrt", false, "onnxruntime_providers_tensorrt", "what cuda needs, and TensorRT 10; building its engine takes minutes each time; " + releases, addTensorRT},
	{"openvino", false, "onnxruntime_providers_openvino", "ONNX Runtime built with OpenVINO (Intel's releases, https://github.com/intel/onnxruntime/releases), and OpenVINO itself; name the file in " + LibraryEnv, addOpenVINO},
	{"webgpu", false, "", "a GPU with a Vulkan driver on Linux (packages libvulkan1 and mesa-vulkan-drivers, or the vendor's; NVIDIA's wants libegl1, libgl1, libx11-6 and libxext6 too), Metal on macOS, Direct3D 12 on Windows; " +
		"the ONNX Runtime of maskgraph models pull has WebGPU, which its makers call experimental", addWebGPU},
}

func deviceNames() (names []string) {
	for _, d := range Devices {
		names = append(names, d.Name)
	}
	return names
}

// DeviceError says that a device cannot be used, and what to do about it.
type DeviceError struct {
	Device *Device
	Why    string
}

func (e *DeviceError) Error() string {
	return fmt.Sprintf("device: %s cannot be used with ONNX Runtime %s (%s): %s; it needs %s", e.Device.Name, ort.GetVersion(), libraryPath(), e.Why, e.Device.Needs)
}

// use makes a session run on the device.
func (d *Device) use(o *ort.SessionOptions) error {
	if d == nil {
		return nil
	}
	if file := d.library(); filepath.IsAbs(file) {
		if _, err := os.Stat(file); err != nil {
			return &DeviceError{d, filepath.Base(file) + " is not beside it"}
		}
	}
	if err := d.add(o); err != nil {
		return d.explain(err)
	}
	return nil
}

// explain takes the place in ONNX Runtime's source out of its message.
func (d *Device) explain(err error) error {
	why := strings.TrimSpace(err.Error())
	if _, after, ok := strings.Cut(why, "was false. "); ok {
		why = after
	}
	return &DeviceError{d, why}
}

// library is where the provider's own library is looked for; empty: it has none.
func (d *Device) library() string {
	if d.files == "" {
		return ""
	}
	name := map[string]string{"windows": d.files + ".dll", "darwin": "lib" + d.files + ".dylib"}[runtime.GOOS]
	if name == "" {
		name = "lib" + d.files + ".so"
	}
	return filepath.Join(filepath.Dir(libraryPath()), name)
}

func addCUDA(o *ort.SessionOptions) error {
	cuda, err := ort.NewCUDAProviderOptions()
	if err != nil {
		return err
	}
	return errors.Join(o.AppendExecutionProviderCUDA(cuda), cuda.Destroy())
}

func addTensorRT(o *ort.SessionOptions) error {
	rt, err := ort.NewTensorRTProviderOptions()
	if err != nil {
		return err
	}
	return errors.Join(o.AppendExecutionProviderTensorRT(rt), rt.Destroy(), addCUDA(o)) // CUDA for what TensorRT cannot
}

func addCoreML(o *ort.SessionOptions) error   { return o.AppendExecutionProviderCoreMLV2(nil) }
func addDirectML(o *ort.SessionOptions) error { return o.AppendExecutionProviderDirectML(0) }
func addOpenVINO(o *ort.SessionOptions) error { return o.AppendExecutionProviderOpenVINO(nil) }
func addWebGPU(o *ort.SessionOptions) error   { return o.AppendExecutionProvider("WebGPU", nil) }
