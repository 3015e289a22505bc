package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
)

// machine says what the figures are of: processor, memory, system and versions.
func machine(ctx context.Context) string {
	first := func(file, key string) string {
		text, _ := os.ReadFile(file)
		for line := range strings.Lines(string(text)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == key {
				return strings.TrimSpace(value)
			}
		}
		return "unknown"
	}
	system, _ := os.ReadFile("/etc/os-release")
	pretty := "unknown system"
	for line := range strings.Lines(string(system)) {
		if name, ok := strings.CutPrefix(line, "PRETTY_NAME="); ok {
			pretty = strings.Trim(strings.TrimSpace(name), `"`)
		}
	}
	kb, _ := strconv.Atoi(strings.TrimSuffix(first("/proc/meminfo", "MemTotal"), " kB"))
	commit, _ := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty").Output()
	load, _ := os.ReadFile("/proc/loadavg")
	before, _, _ := strings.Cut(string(load), " ")
	return fmt.Sprintf("%s, %d cores, %d GB, %s, %s/%s; %s, ONNX Runtime 1.30.0, maskgraph %s; load at the start %s",
		first("/proc/cpuinfo", "model name"), runtime.NumCPU(), kb>>20+1, pretty, runtime.GOOS, runtime.GOARCH,
		runtime.Version(), strings.TrimSpace(string(commit)), before)
}

// memoryMB is what a process and all below it hold, with what they share counted once
// (Linux's proportional set size).
func memoryMB(pid int) float64 {
	total := 0.0
	for _, p := range everybody().below(pid) {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", p))
		for line := range strings.Lines(string(text)) {
			if rest, ok := strings.CutPrefix(line, "Pss:"); ok {
				kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
				total += kb / 1024
			}
		}
	}
	return total
}

type process struct{ id, parent int }

type processes []process

// everybody is all processes of the machine.
func everybody() (all processes) {
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		id, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		text, _ := os.ReadFile("/proc/" + e.Name() + "/stat")
		_, after, ok := strings.Cut(string(text), ") ") // the name before may hold anything
		if fields := strings.Fields(after); ok && len(fields) > 1 {
			parent, _ := strconv.Atoi(fields[1])
			all = append(all, process{id, parent})
		}
	}
	return all
}

// below are a process and its descendants.
func (all processes) below(pid int) []int {
	ids := []int{pid}
	for i := 0; i < len(ids); i++ {
		for _, p := range all {
			if p.parent == ids[i] && p.id != ids[i] {
				ids = append(ids, p.id)
			}
		}
	}
	return ids
}
