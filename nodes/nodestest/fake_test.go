package nodestest

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// fake is a node that keeps the contract, with one thing replaced by a test.
type fake struct {
	process func(n *fake, ctx context.Context, in nodes.Packet) (nodes.Packet, error)
	close   func(n *fake) error
	finish  func(n *fake) error
	restore func(state []byte) error
	report  nodes.Report
	seen    int
	kept    nodes.Packet
}

type fakeConfig struct {
	Model string `yaml:"model" doc:"A name that must be given."`
	Mode  string `yaml:"mode" enum:"a,b" doc:"How to do it."`
}

func (c fakeConfig) Validate() error {
	if c.Model == "" {
		return fmt.Errorf("model: say which")
	}
	return nil
}

func (n *fake) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	n.seen++
	if n.process != nil {
		return n.process(n, ctx, in)
	}
	if err := ctx.Err(); err != nil {
		return nodes.Packet{}, err
	}
	return answer(n, in), nil
}

func (n *fake) Close() error {
	if n.close != nil {
		return n.close(n)
	}
	return nil
}

func (n *fake) Finish(context.Context) error {
	if n.finish != nil {
		return n.finish(n)
	}
	return nil
}

func (n *fake) Report() nodes.Report { return n.report }

func (n *fake) Snapshot() ([]byte, error) { return []byte(strconv.Itoa(n.seen)), nil }

func (n *fake) Restore(state []byte) (err error) {
	if n.restore != nil {
		return n.restore(state)
	}
	n.seen, err = strconv.Atoi(string(state))
	return err
}

// answer is a right answer: the frame itself, and the boxes with a track that
// counts the frames.
func answer(n *fake, in nodes.Packet) nodes.Packet {
	var out nodes.Packet
	out.Put("frame", in.Frame("frame").Retain())
	found := copyInstances(in.Instances("boxes"))
	for i := range found.Items {
		found.Items[i].Track = n.seen
	}
	out.Put("instances", found)
	return out
}

func fakeInfo() nodes.Info {
	return nodes.Info{
		Type: "Fake", Doc: "Does little.",
		In: []nodes.Port{
			{Name: "frame", Type: nodes.TypeFrame, Doc: "A picture."},
			{Name: "boxes", Type: nodes.TypeBoxes, Doc: "Boxes."},
		},
		Out: []nodes.Port{
			{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture."},
			{Name: "instances", Type: nodes.TypeBoxes, SameAs: "boxes", Doc: "The boxes."},
		},
	}
}

func factoryOf(info nodes.Info, node nodes.Node) nodes.Factory {
	return nodes.Define(info, fakeConfig{Mode: "a"}, func(context.Context, nodes.Env, fakeConfig) (nodes.Node, error) {
		switch n := node.(type) { // a fresh one
		case *fake:
			c := *n
			return &c, nil
		case *source:
			c := *n
			return &c, nil
		}
		return node, nil
	})
}

func fakeInputs(t *testing.T) []nodes.Packet {
	mask := nodes.MaskFromBitmap(3, 3, 2, 2, []byte{1, 1, 1, 0})
	var in []nodes.Packet
	for i, f := range Frames(t, 16, 12, 4) {
		in = append(in, Packet(i, Ports{"frame": f, "boxes": &nodes.Instances{Width: 16, Height: 12, Items: []nodes.Instance{
			{Box: nodes.Box{X1: 3, Y1: 3, X2: 5, Y2: 5}, Score: 0.5, Mask: mask},
		}}}))
	}
	return in
}
