package wire

import (
	"context"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"
)

// child is a program that was started, and its standard files. go-plugin starts
// and waits through it (runner.Runner), but reads nothing except the first line:
// go-plugin's own reader of lines ends for good at a long one, and trusts what a
// program writes as a log.
type child struct {
	cmd    *exec.Cmd
	log    *slog.Logger
	words  words
	nodes  nodeLogs
	hello  hello
	stdout io.ReadCloser // the first line of it
	limit  int64         // of memory, in bytes; 0: none
	exited chan struct{} // closed when it has ended, or could not be started

	mu      sync.Mutex
	started bool // or tried to
	input   *os.File
	running bool
	why     string // it was killed
	state   string // how it ended
	err     error  // it could not be started
}

func newChild(o Options) *child {
	c := &child{
		cmd: exec.Command(o.Path, o.Args...), log: o.Log, limit: o.MemoryLimit,
		exited: make(chan struct{}),
	}
	c.stdout, c.hello.toPlugin = io.Pipe()
	return c
}

// Start starts the program.
func (c *child) Start(context.Context) error {
	c.mu.Lock()
	c.started = true
	c.mu.Unlock()
	started := make(chan error, 1)
	go func() {
		defer close(c.exited)
		s, err := openStreams()
		if err == nil {
			defer s.close()
			err = c.live(s, started)
		}
		if err != nil {
			c.mu.Lock()
			c.err = err
			c.mu.Unlock()
			started <- err
		}
	}()
	return <-started
}

// live starts the program and stays until it has ended. It holds its thread: the
// kernel kills the program when the thread that has started it is gone.
func (c *child) live(s streams, started chan<- error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = s.theirs[0], s.theirs[1], s.theirs[2]
	c.cmd.SysProcAttr = attributes()
	if err := c.cmd.Start(); err != nil {
		return err
	}
	closeFiles(s.theirs)
	c.mu.Lock()
	c.running, c.input = true, s.ours[0]
	if c.why != "" { // too late to start
		killGroup(c.cmd.Process.Pid)
	}
	c.mu.Unlock()
	started <- nil

	var readers sync.WaitGroup
	readers.Go(func() { c.hello.read(s.ours[1], c.log) })
	readers.Go(func() {
		for line := range lines(s.ours[2]) {
			logLine(c.log, &c.nodes, &c.words, line)
		}
	})
	ended := make(chan struct{})
	if c.limit > 0 {
		readers.Go(func() { c.watchMemory(ended) })
	}
	reap(c.cmd, c.killRest)
	close(ended)
	// What it wrote is in the pipes. Somebody that it left behind may hold them open.
	_ = s.ours[1].SetReadDeadline(time.Now().Add(time.Second))
	_ = s.ours[2].SetReadDeadline(time.Now().Add(time.Second))
	readers.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = stateOf(c.cmd.ProcessState, c.why)
	return nil
}
