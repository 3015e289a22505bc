package wire

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// ErrExited is what every call says of a process that has ended. The error's text
// tells how it ended, and the line of its last words that says most.
var ErrExited = errors.New("has ended")

// failure makes of what gRPC says what a caller can use: the context's error, the
// node's own, or ErrExited.
func (p *Process) failure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	st := status.Convert(err)
	switch st.Code() { //nolint:exhaustive // the rest is one case
	case codes.DeadlineExceeded: // the program's clock was a little faster
		return context.DeadlineExceeded
	case codes.Unknown:
		return errors.New(st.Message())
	case codes.Unavailable, codes.Canceled:
		return p.lost(patience)
	case codes.Unimplemented:
		return fmt.Errorf("plugin %s does not know the call: %s", p.name, st.Message())
	}
	if err := p.lost(0); err != nil {
		return err
	}
	return fmt.Errorf("plugin %s: %s", p.name, st.Message())
}

// patience is how long the end of a process may come after that of its connection.
const patience = time.Second

// lost waits for the end of a process whose connection is gone, and brings it about
// if it does not come. Without patience it only looks.
func (p *Process) lost(patience time.Duration) error {
	if patience > 0 {
		late := time.AfterFunc(patience, func() { p.child.kill("its connection was lost") })
		defer late.Stop()
		<-p.child.exited
	}
	select {
	case <-p.child.exited:
		return p.child.ended("plugin " + p.name)
	default:
		return nil
	}
}

func (c *child) ended(who string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	how := exit{killed: wasKilled(c.state), asked: c.state == stateAsked}
	if said := c.words.summary(); said != "" {
		return fmt.Errorf("%s %w (%s): %s", who, how, c.state, said)
	}
	return fmt.Errorf("%s %w (%s)", who, how, c.state)
}

// wasKilled says of how a program ended that it was killed by somebody else.
func wasKilled(state string) bool { return strings.HasPrefix(state, "killed by signal 9 ") }

// exit is an ErrExited that knows how.
type exit struct{ killed, asked bool }

func (exit) Error() string        { return ErrExited.Error() }
func (exit) Is(target error) bool { return target == ErrExited }

// Killed says of an ErrExited that somebody else has killed the process (SIGKILL):
// a person, or the kernel for want of memory. Unlike a crash that says little
// about what the process was doing.
func Killed(err error) bool {
	var how exit
	return errors.As(err, &how) && how.killed
}

// exitAgain is the status with which a program asks to be started again, as nodes.Env's
// Restart does: that of a passing failure in sysexits.h.
const exitAgain = 75

var stateAsked = fmt.Sprintf("exit status %d", exitAgain)

// Asked says of an ErrExited that the program has ended by itself in order to be
// started again: no packet was to blame.
func Asked(err error) bool {
	var how exit
	return errors.As(err, &how) && how.asked
}

// Asked is the same of a process that has ended.
func (p *Process) Asked() bool {
	p.child.mu.Lock()
	defer p.child.mu.Unlock()
	return p.child.state == stateAsked
}

// explain says why a program could not be started, for the person who wrote its
// path.
func (c *child) explain(err error, o Options, slow bool) error {
	if wrong := c.hello.explain(); wrong != nil {
		return fmt.Errorf("%s: %w", o.Path, wrong)
	}
	c.mu.Lock()
	failed, state := c.err, c.state
	c.mu.Unlock()
	var path *fs.PathError
	switch said := c.words.summary(); {
	case errors.As(failed, &path):
		return fmt.Errorf("cannot start %s: %w", o.Path, path.Err)
	case failed != nil:
		return fmt.Errorf("cannot start %s: %w", o.Path, failed)
	case slow:
		return fmt.Errorf("%s did not get ready in %v: is it a maskgraph plugin?", o.Path, o.StartTimeout)
	case errors.Is(err, ErrExited):
		return c.ended(o.Path)
	case wasKilled(state):
		return fmt.Errorf("%w before it was ready", c.ended(o.Path))
	case c.hello.text() == "" && said != "":
		return fmt.Errorf("%s ended (%s) before it was ready: is it a maskgraph plugin? It said: %s", o.Path, state, said)
	case c.hello.text() == "":
		return fmt.Errorf("%s ended (%s) before it was ready: is it a maskgraph plugin?", o.Path, state)
	}
	return err
}
