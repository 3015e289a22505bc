package wire

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// stateOf says how a program ended; why is the host's reason, if it was the host.
func stateOf(s *os.ProcessState, why string) string {
	status, ok := s.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() {
		return fmt.Sprintf("exit status %d", s.ExitCode())
	}
	if why != "" && status.Signal() == syscall.SIGKILL {
		return "killed: " + why
	}
	return fmt.Sprintf("killed by signal %d (%s)", status.Signal(), status.Signal())
}

const memoryEvery = 200 * time.Millisecond

// watchMemory kills the program when its own memory, without what it shares with
// the host, goes over the limit. A limit of address space (ulimit -v) would count
// what was only reserved, which is a lot in any Go program.
func (c *child) watchMemory(ended <-chan struct{}) {
	tick := time.NewTicker(memoryEvery)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return
		case <-tick.C:
		}
		if n := memoryOf(c.cmd.Process.Pid); n > c.limit {
			c.kill(fmt.Sprintf("it took %d MiB of memory, its limit is %d MiB", n>>20, c.limit>>20))
		}
	}
}

// memoryOf is the anonymous memory of a process in bytes, 0 where that is not to
// be had.
func memoryOf(pid int) int64 {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(status)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "RssAnon:" {
			kib, _ := strconv.ParseInt(f[1], 10, 64)
			return kib << 10
		}
	}
	return 0
}

// What go-plugin asks of a runner.Runner besides Start.

// Stdout is the first line only.
func (c *child) Stdout() io.ReadCloser { return c.stdout }

// Stderr is empty: logLine has it.
func (c *child) Stderr() io.ReadCloser { return io.NopCloser(bytes.NewReader(nil)) }

// Wait returns when the program has ended.
func (c *child) Wait(context.Context) error {
	<-c.exited
	return nil
}

// Kill is for when go-plugin is not content. A program that has closed its output
// may be about to end by itself, and then says more.
func (c *child) Kill(context.Context) error {
	late := time.AfterFunc(100*time.Millisecond, func() { c.kill("it did not answer as a plugin does") })
	defer late.Stop()
	c.gone()
	return nil
}

// Name is the program's path.
func (c *child) Name() string { return c.cmd.Path }

// ID is never empty: then go-plugin would leave its goroutines behind.
func (c *child) ID() string { return c.cmd.Path }

// Diagnose adds nothing: see explain.
func (c *child) Diagnose(context.Context) string { return "" }

// PluginToHost changes no address.
func (c *child) PluginToHost(network, addr string) (string, string, error) { return network, addr, nil }

// HostToPlugin changes no address.
func (c *child) HostToPlugin(network, addr string) (string, string, error) { return network, addr, nil }
