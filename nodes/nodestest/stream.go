package nodestest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"

	"github.com/maskgraph/maskgraph/nodes"
)

// stream hands packets to a node and looks at its answers. It holds each answer
// until the next one is there, as a queue would.
type stream struct {
	c    *checker
	node nodes.Node
	held nodes.Packet
	saw  content // of held
}

// next is one call of Process. The node gets a copy of the packet whose frames
// end with the call: what it keeps without Retain is gone.
func (s *stream) next(ctx context.Context, in nodes.Packet) (content, error) {
	c := s.c
	lent := lend(in, c.f.In)
	before := contentOf(lent, c.f.In)
	out, err := process(ctx, s.node, lent)
	if port := before.differs(contentOf(lent, c.f.In)); port != "" {
		err = errors.Join(err, fmt.Errorf("what came in on port %s was changed", port))
	}
	err = errors.Join(err, release(lent))
	if err != nil {
		return content{}, err
	}
	answer := contentOf(out, c.f.Out)
	err = errors.Join(c.checkAnswer(in, out), s.checkHeld())
	if c.isSource() {
		err = errors.Join(err, checkStamp(s.held.Stamp, out.Stamp))
		answer.stamp = out.Stamp
	}
	err = errors.Join(err, s.letGo())
	s.held, s.saw = out, answer
	return answer, err
}

// process calls Process and makes an error of a panic.
func process(ctx context.Context, node nodes.Node, in nodes.Packet) (out nodes.Packet, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return node.Process(ctx, in)
}

// checkHeld looks whether the last answer is still what it was.
func (s *stream) checkHeld() error {
	if port := s.saw.differs(contentOf(s.held, s.c.f.Out)); port != "" {
		return fmt.Errorf("the last answer on port %s was changed after it was given", port)
	}
	return nil
}

// letGo releases the last answer.
func (s *stream) letGo() error {
	held := s.held
	s.held, s.saw = nodes.Packet{}, content{}
	return release(held)
}

// release makes an error of a reference that is not there.
func release(p nodes.Packet) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the node gave away a reference that is not its own: %v", r)
		}
	}()
	p.Release()
	return nil
}

func checkStamp(last, now nodes.Stamp) error {
	switch {
	case now.Stream == "":
		return errors.New("the stamp has no Stream")
	case now.PTS < 0:
		return fmt.Errorf("the stamp's PTS is %v", now.PTS)
	case now.Stream == last.Stream && (now.Seq <= last.Seq || now.PTS <= last.PTS):
		return fmt.Errorf("stamp %v does not rise after %v", now, last)
	}
	return nil
}

// content is what a packet held at a moment, in memory of its own.
type content struct {
	stamp nodes.Stamp // of a source
	ports map[string]any
}

// differs names a port on which two contents are not the same.
func (c content) differs(d content) string {
	for name, v := range c.ports {
		if !reflect.DeepEqual(v, d.ports[name]) {
			return name
		}
	}
	return ""
}
