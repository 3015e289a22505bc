package wire

import "syscall"

// kill ends the program and those it started. The first reason counts.
func (c *child) kill(why string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.why == "" {
		c.why = why
	}
	if c.running {
		killGroup(c.cmd.Process.Pid)
	}
}

// closeInput is what the program sees when the host is gone.
func (c *child) closeInput() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running {
		_ = c.input.Close() // or it is closed already
	}
}

// gone waits for the end, if there was a beginning.
func (c *child) gone() {
	c.mu.Lock()
	started := c.started
	c.mu.Unlock()
	if started {
		<-c.exited
	}
}

// killRest ends what the program has started and left behind. Its number is no one
// else's yet.
func (c *child) killRest() {
	c.mu.Lock()
	defer c.mu.Unlock()
	killGroup(c.cmd.Process.Pid)
	c.running = false
}

func killGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) } // or nobody is there any more

// lastWords is what the program wrote at its end, and how it ended.
func (c *child) lastWords() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if all := c.words.all(); all != "" {
		return all + "\n" + c.state
	}
	return c.state
}
