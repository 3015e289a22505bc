package sam

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// Options are what the nodes that share a model agree on.
type Options struct {
	Name      string // of an entry of models.yaml whose task is segment
	Threads   int    // for one run; 0: as many as there are processors
	Resize    string // fast, or reference: to the byte as Pillow's BILINEAR, which the models were trained with; empty: fast
	Precision string // of the encoder: fp32, or int8 on processors that can; empty: fp32
	Device    string // see ort.Options
	Ahead     bool   // two frames are encoded at once, and two batches of prompts, each on half of the threads: see Model.Ahead
}

// Validate says what is wrong with the options, by the names of settings.
func (o Options) Validate() error {
	var errs []error
	if m, err := models.Lookup(o.Name); err != nil {
		errs = append(errs, fmt.Errorf("model: %w", err))
	} else if m.Task != "segment" {
		errs = append(errs, fmt.Errorf("model: %s is no segmentation model (its task is %s)", o.Name, m.Task))
	}
	if err := (ort.Options{Threads: o.Threads, Device: o.Device}).Validate(); err != nil {
		errs = append(errs, err)
	}
	if o.int8() && o.Device != "" && o.Device != ort.CPU {
		errs = append(errs, fmt.Errorf("device: %s with precision int8: int8 is for the processor", o.Device))
	}
	if !slices.Contains([]string{"", "fast", "reference"}, o.Resize) {
		errs = append(errs, fmt.Errorf("resize: want fast or reference, got %q", o.Resize))
	}
	if !slices.Contains([]string{"", "fp32", "int8"}, o.Precision) {
		errs = append(errs, fmt.Errorf("precision: want fp32 or int8, got %q", o.Precision))
	}
	return errors.Join(errs...)
}

func (o Options) exact() bool { return o.Resize == "reference" }
func (o Options) int8() bool  { return o.Precision == "int8" }

// run is how each run of a network goes.
func (o Options) run(env nodes.Env) ort.Options {
	threads := cmp.Or(o.Threads, env.Threads, runtime.NumCPU())
	if o.Ahead {
		threads = max(1, threads/2)
	}
	return ort.Options{Threads: threads, Device: cmp.Or(o.Device, ort.CPU)}
}

// AheadPays says that there are threads to share, of a processor.
func (o Options) AheadPays(env nodes.Env) bool {
	o.Ahead = false
	run := o.run(env)
	return run.Threads > 1 && run.Device == ort.CPU
}

// atOnce is how many frames are encoded at once, and how many batches of prompts decoded.
func (o Options) atOnce() int {
	if o.Ahead {
		return 2
	}
	return 1
}
