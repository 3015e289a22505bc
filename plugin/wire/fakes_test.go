package wire_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

var (
	frameIn  = nodes.Port{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture."}
	frameOut = nodes.Port{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture."}
	boxesIn  = nodes.Port{Name: "boxes", Type: nodes.TypeBoxes, Doc: "What is on it.", Optional: true}
)

// passOn passes its input on, and says how bright it is.
var passOn = nodes.Define(nodes.Info{
	Type: "PassOn", Doc: "Passes on.", In: []nodes.Port{frameIn, boxesIn},
	Out: []nodes.Port{frameOut, {Name: "boxes", Type: nodes.TypeBoxes, Doc: "One box around all.", SameAs: "boxes"}},
}, struct{}{}, func(context.Context, nodes.Env, struct{}) (nodes.Node, error) { return passOnNode{}, nil })

type passOnNode struct{}

func (passOnNode) Process(_ context.Context, in nodes.Packet) (nodes.Packet, error) {
	f := in.Frame("frame")
	found := in.Instances("boxes")
	if found == nil {
		found = &nodes.Instances{Width: f.Width, Height: f.Height, Items: []nodes.Instance{{
			Box: nodes.Box{X2: float32(f.Width), Y2: float32(f.Height)}, Score: float32(f.Pix[0]) / 255, Class: -1, Label: in.Stamp.String(),
		}}}
	}
	var out nodes.Packet
	out.Put("frame", f.Retain())
	out.Put("boxes", found)
	return out, nil
}
func (passOnNode) Close() error { return nil }

// invert answers with a frame of its own.
var invert = nodes.Define(nodes.Info{Type: "Invert", Doc: "Inverts.", In: []nodes.Port{frameIn}, Out: []nodes.Port{frameOut}},
	struct{}{}, func(context.Context, nodes.Env, struct{}) (nodes.Node, error) { return invertNode{}, nil })

type invertNode struct{}

func (invertNode) Process(_ context.Context, in nodes.Packet) (nodes.Packet, error) {
	f := in.Frame("frame").Clone()
	for i := range f.Pix {
		f.Pix[i] = ^f.Pix[i]
	}
	var out nodes.Packet
	out.Put("frame", f)
	return out, nil
}
func (invertNode) Close() error { return nil }

type countConfig struct {
	From int    `yaml:"from" doc:"The first number."`
	File string `yaml:"file" doc:"Where to write the last number."`
}

func (c countConfig) Validate() error {
	if c.From < 0 {
		return fmt.Errorf("from: must be at least 0, got %d", c.From)
	}
	return nil
}

// count numbers what comes, and writes how many it was.
var count = nodes.Define(nodes.Info{
	Type: "Count", Doc: "Counts.", In: []nodes.Port{{Name: "boxes", Type: nodes.TypeBoxes, Doc: "What to count."}},
	Out: []nodes.Port{{Name: "boxes", Type: nodes.TypeBoxes, Doc: "With a track each.", SameAs: "boxes"}},
}, countConfig{From: 1}, func(_ context.Context, env nodes.Env, cfg countConfig) (nodes.Node, error) {
	env.Log.Warn("counting", "from", cfg.From)
	return &countNode{cfg: cfg, next: cfg.From, threads: env.Threads}, nil
})

type countNode struct {
	cfg    countConfig
	next   int
	report nodes.Report

	threads int // of its Env
}

func (n *countNode) Process(_ context.Context, in nodes.Packet) (nodes.Packet, error) {
	found := *in.Instances("boxes")
	found.Items = append([]nodes.Instance(nil), found.Items...)
	for i := range found.Items {
		found.Items[i].Track = n.next
		n.next++
	}
	var out nodes.Packet
	out.Put("boxes", &found)
	return out, nil
}

func (n *countNode) Finish(context.Context) error {
	if n.cfg.File == "" {
		return nil
	}
	n.report.Files = append(n.report.Files, n.cfg.File)
	return os.WriteFile(n.cfg.File, fmt.Append(nil, n.next), 0o600)
}

func (n *countNode) Report() nodes.Report {
	n.report.Counters = map[string]int64{"counted": int64(n.next - n.cfg.From)}
	if n.threads > 0 {
		n.report.Counters["threads"] = int64(n.threads)
	}
	return n.report
}
func (n *countNode) Snapshot() ([]byte, error)  { return json.Marshal(n.next) }
func (n *countNode) Restore(state []byte) error { return json.Unmarshal(state, &n.next) }
func (n *countNode) Close() error               { return nil }

type picturesConfig struct {
	Frames int `yaml:"frames" doc:"How many."`
	Width  int `yaml:"width" doc:"In pixels."`
	Height int `yaml:"height" doc:"In pixels."`
}

// pictures gives gray frames, each of one shade.
var pictures = nodes.Define(nodes.Info{Type: "Pictures", Doc: "Gives frames.", Out: []nodes.Port{frameOut}},
	picturesConfig{Frames: 3, Width: 64, Height: 48},
	func(_ context.Context, _ nodes.Env, cfg picturesConfig) (nodes.Node, error) {
		return &picturesNode{cfg: cfg}, nil
	})

type picturesNode struct {
	cfg picturesConfig
	seq int
}

func (n *picturesNode) Frames() int { return n.cfg.Frames }
func (*picturesNode) Live() bool    { return true }
func (*picturesNode) Queue() int    { return 3 }

func (n *picturesNode) Process(ctx context.Context, _ nodes.Packet) (nodes.Packet, error) {
	if n.seq == n.cfg.Frames || ctx.Err() != nil {
		return nodes.Packet{}, errors.Join(ctx.Err(), io.EOF)
	}
	pix := make([]byte, n.cfg.Width*n.cfg.Height)
	for i := range pix {
		pix[i] = byte(n.seq)
	}
	out := nodes.Packet{Stamp: nodes.Stamp{Stream: "no UTF-8: \xff", Seq: uint64(n.seq), PTS: time.Duration(n.seq) * time.Second}}
	out.Put("frame", nodes.NewFrame(n.cfg.Width, n.cfg.Height, nodes.Gray8, pix, nil))
	n.seq++
	return out, nil
}
func (*picturesNode) Close() error { return nil }
