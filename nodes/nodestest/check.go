package nodestest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/nodes"
)

// Check runs nodes of one type as a graph would, several times over, and reports
// whatever breaks the contract. settings is the YAML text that would stand under
// "with". inputs are the packets to run on, at least two for a Snapshotter; a
// source gets none and is asked for at most 20 packets. The packets stay the caller's.
//
// It counts the frames and goroutines of the whole process: not for parallel tests.
func Check(t testing.TB, f nodes.Factory, settings string, inputs ...nodes.Packet) {
	t.Helper()
	check(t, f, settings, inputs, 10*time.Second)
}

func check(t testing.TB, f nodes.Factory, settings string, inputs []nodes.Packet, patience time.Duration) {
	t.Helper()
	c := &checker{t: t, f: f, settings: settings, inputs: inputs, patience: patience}
	if c.isSource() {
		c.inputs = make([]nodes.Packet, maxSourcePackets)
	} else if len(inputs) == 0 {
		t.Fatalf("%s has input ports: give Check some packets", f.Type)
	}
	c.step("description", c.describe)
	if t.Failed() {
		return // nothing to run
	}
	c.step("settings", c.decodes)
	if t.Failed() {
		return
	}
	c.step("opened and closed", func() { c.session(func(nodes.Node) {}) })
	c.step("whole run", c.wholeRun)
	c.step("run that is cut short", c.cutShort)
	c.step("cancelled run", c.cancelled)
	c.step("snapshot", c.snapshot)
}

// maxSourcePackets bounds what a source is asked for.
const maxSourcePackets = 20

type checker struct {
	t         testing.TB
	f         nodes.Factory
	settings  string
	inputs    []nodes.Packet
	patience  time.Duration // for a Process whose context is cancelled
	stepName  string
	answers   []content // of the whole run
	resumable bool      // the node may be killed and go on
}

func (c *checker) isSource() bool { return len(c.f.In) == 0 }

// step runs a part of the check and looks for what it left behind.
func (c *checker) step(name string, do func()) {
	c.t.Helper()
	c.stepName = name
	frames, goroutines := nodes.LiveFrames(), goleak.IgnoreCurrent()
	do()
	if n := nodes.LiveFrames() - frames; n != 0 {
		c.errorf("%d frames more are alive than before", n)
	}
	if err := goleak.Find(goroutines); err != nil {
		c.errorf("goroutines are left: %v", err)
	}
}

func (c *checker) errorf(format string, args ...any) {
	c.t.Helper()
	c.t.Errorf("%s, %s: %s", c.f.Type, c.stepName, fmt.Sprintf(format, args...))
}

// config decodes the settings as the runtime does.
func (c *checker) config() (any, []nodes.Problem) { return Decode(c.f, "settings", c.settings) }

// session opens a node, uses it and closes it.
func (c *checker) session(use func(nodes.Node)) {
	c.t.Helper()
	cfg, _ := c.config()
	env := Env(c.t)
	env.Resumable = c.resumable
	node, err := c.f.Open(context.Background(), env, cfg)
	if err != nil {
		c.errorf("open: %v", err)
		return
	}
	use(node)
	if err := node.Close(); err != nil {
		c.errorf("Close: %v", err)
	}
	c.checkReport(node)
}
