package nodestest

import (
	"context"
	"errors"
	"io"
	"reflect"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// wholeRun is a run that ends well.
func (c *checker) wholeRun() {
	c.session(func(node nodes.Node) {
		answers, ended := c.feed(node, c.inputs)
		c.answers = answers
		if c.isSource() && len(answers) == 0 && ended {
			c.errorf("the source gave no packet at all")
		}
		if finisher, ok := node.(nodes.Finisher); ok && ended {
			if err := finisher.Finish(context.Background()); err != nil {
				c.errorf("Finish: %v", err)
			}
		}
		if source, ok := node.(nodes.Source); ok && source.Frames() < 0 {
			c.errorf("Frames is %d, want 0 when unknown", source.Frames())
		}
	})
}

// cutShort closes a node in the middle, without Finish.
func (c *checker) cutShort() {
	c.session(func(node nodes.Node) { c.feed(node, c.inputs[:1]) })
}

// feed runs a node over packets and returns its answers, and whether the input
// was ended and nothing went wrong.
func (c *checker) feed(node nodes.Node, inputs []nodes.Packet) (answers []content, ended bool) {
	s := stream{c: c, node: node}
	defer func() {
		if err := s.letGo(); err != nil {
			c.errorf("last packet: %v", err)
		}
	}()
	for i, in := range inputs {
		answer, err := s.next(context.Background(), in)
		if errors.Is(err, io.EOF) && c.isSource() {
			return answers, true
		}
		if err != nil {
			c.errorf("packet %d: %v", i, err)
			return answers, false
		}
		answers = append(answers, answer)
	}
	return answers, !c.isSource()
}

// cancelled checks that a node whose context has ended comes back with the
// context's error, or completes, and can be closed then.
func (c *checker) cancelled() {
	c.session(func(node nodes.Node) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		done := make(chan error, 1)
		go func() {
			s := stream{c: c, node: node}
			_, err := s.next(ctx, c.inputs[0])
			_ = s.letGo()
			done <- err
		}()
		select {
		case err := <-done:
			ended := c.isSource() && errors.Is(err, io.EOF)
			if err != nil && !ended && !errors.Is(err, context.Canceled) {
				c.errorf("want the context's error, got: %v", err)
			}
		case <-time.After(c.patience):
			c.t.Fatalf("%s, %s: Process does not return", c.f.Type, c.stepName)
		}
	})
}

// snapshot checks that a snapshot in the middle changes nothing, and that another
// node continues from it as the first one does.
func (c *checker) snapshot() {
	c.resumable = true
	defer func() { c.resumable = false }()
	half := len(c.answers) / 2
	var state []byte
	isSnapshotter := false
	c.session(func(node nodes.Node) {
		snapshotter, ok := node.(nodes.Snapshotter)
		if !ok {
			return
		}
		if half == 0 {
			c.errorf("a Snapshotter needs two packets or more")
			return
		}
		c.feed(node, c.inputs[:half])
		var err error
		if state, err = snapshotter.Snapshot(); err != nil {
			c.errorf("Snapshot: %v", err)
			return
		}
		isSnapshotter = true
		c.compare("after Snapshot", node, half)
	})
	if !isSnapshotter {
		return
	}
	c.session(func(node nodes.Node) {
		if err := node.(nodes.Snapshotter).Restore(state); err != nil {
			c.errorf("Restore: %v", err)
			return
		}
		c.compare("after Restore", node, half)
	})
	c.session(func(node nodes.Node) {
		if err := node.(nodes.Snapshotter).Restore([]byte("no snapshot")); err == nil {
			c.errorf("Restore takes what is no snapshot")
		}
	})
}

// compare runs the second half and wants the answers of the whole run.
func (c *checker) compare(when string, node nodes.Node, half int) {
	answers, _ := c.feed(node, c.inputs[half:len(c.answers)])
	for i, want := range c.answers[half:] {
		if i >= len(answers) || !reflect.DeepEqual(answers[i], want) {
			c.errorf("%s: the answer to packet %d is another", when, half+i)
			return
		}
	}
}
