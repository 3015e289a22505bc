package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"golang.org/x/sys/cpu"

	"github.com/maskgraph/maskgraph/nodes/all"
)

func devicesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "devices",
		Short: "Show what networks can run on here, and what is missing for the rest.",
		Long: "Runs a small network on every device that the setting device of a node knows, and says\n" +
			"of each what came of it. It succeeds when the processor at least can run networks.",
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			env, err := environment()
			if err != nil {
				return err
			}
			showProcessor(cmd.OutOrStdout())
			d, err := all.Probe(context.Background(), env.Models)
			if err != nil {
				return err
			}
			return showDevices(cmd.OutOrStdout(), d)
		},
	}
}

func showDevices(w io.Writer, d all.Devices) error {
	fmt.Fprintf(w, "ONNX Runtime  %s, %s\n", d.Runtime, d.Library)
	fmt.Fprintf(w, "precision     fp32%s\n\n", map[bool]string{true: ", int8", false: " (int8 wants VNNI instructions)"}[d.Int8])
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "device\tusable\t")
	for _, p := range d.Tried {
		if p.Err == nil {
			fmt.Fprintf(t, "%s\tyes\t\n", p.Device)
			continue
		}
		why, needs := all.Missing(p.Err)
		fmt.Fprintf(t, "%s\tno\t%s\n", p.Device, why)
		if needs != "" {
			fmt.Fprintf(t, "\t\tneeds %s\n", needs)
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	return d.Tried[0].Err
}

// showProcessor shows what decides how fast networks run on the processor.
func showProcessor(w io.Writer) {
	name := procValue("/proc/cpuinfo", "model name")
	if name == "" {
		name = runtime.GOARCH
	}
	fmt.Fprintf(w, "processor     %s, %d cores%s\n", name, runtime.NumCPU(), instructions())
	if total := procValue("/proc/meminfo", "MemTotal"); total != "" {
		fmt.Fprintf(w, "memory        %s, %s free\n", total, procValue("/proc/meminfo", "MemAvailable"))
	}
}

func instructions() string {
	var have []string
	for _, x := range []struct {
		name string
		has  bool
	}{
		{"AVX2", cpu.X86.HasAVX2},
		{"AVX-512", cpu.X86.HasAVX512F},
		{"VNNI", cpu.X86.HasAVX512VNNI || cpu.X86.HasAVXVNNI},
		{"BF16", cpu.X86.HasAVX512BF16},
		{"AMX", cpu.X86.HasAMXInt8},
		{"NEON", cpu.ARM64.HasASIMD},
		{"DOTPROD", cpu.ARM64.HasASIMDDP},
	} {
		if x.has {
			have = append(have, x.name)
		}
	}
	if len(have) == 0 {
		return ""
	}
	return ", " + strings.Join(have, " ")
}

// procValue is the first value of a key in a file of Linux's /proc; empty where there
// is none.
func procValue(file, key string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		name, value, ok := strings.Cut(lines.Text(), ":")
		if ok && strings.TrimSpace(name) == key {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
