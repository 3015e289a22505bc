package ort

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// Options are how a session runs.
type Options struct {
	Threads int    // of the processor, for one Run; 0: what the graph says, or as many as there are cores
	Device  string // cpu, a device of Devices, or auto; empty: cpu
}

// in fills in what the graph says for all of its nodes.
func (o Options) in(env nodes.Env) Options {
	if o.Threads == 0 {
		o.Threads = env.Threads
	}
	return o
}

func (o Options) key() string { return fmt.Sprintf("%d/%s", o.threads(), o.device()) }

func (o Options) device() string {
	if o.Device == "" {
		return CPU
	}
	return o.Device
}

func (o Options) threads() int {
	if o.Threads == 0 {
		return runtime.NumCPU()
	}
	return o.Threads
}

// Validate says what is wrong with the options, by the names of settings.
func (o Options) Validate() error {
	var errs []error
	if o.Threads < 0 {
		errs = append(errs, fmt.Errorf("threads: must be at least 0, got %d", o.Threads))
	}
	if d := o.device(); d != CPU && d != Auto && !slices.ContainsFunc(Devices, func(x Device) bool { return x.Name == d }) {
		errs = append(errs, fmt.Errorf("device: want %s, %s or %s, got %q", CPU, strings.Join(deviceNames(), ", "), Auto, d))
	}
	return errors.Join(errs...)
}

// candidates are the devices that a session is tried on, in this order; nil stands for
// the CPU.
func (o Options) candidates() (all []*Device) {
	for i, d := range Devices {
		if d.Name == o.Device || o.Device == Auto && d.auto {
			all = append(all, &Devices[i])
		}
	}
	if o.device() == CPU || o.Device == Auto {
		all = append(all, nil)
	}
	return all
}
