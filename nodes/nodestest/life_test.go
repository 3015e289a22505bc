package nodestest

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestLifeViolations(t *testing.T) {
	blocked := make(chan struct{})
	defer close(blocked)
	checkViolations(t, []violation{
		{
			"fails", &fake{process: func(*fake, context.Context, nodes.Packet) (nodes.Packet, error) {
				return nodes.Packet{}, errors.New("no")
			}},
			run + "packet 0: no",
		},
		{
			"ends though it is no source", &fake{process: func(*fake, context.Context, nodes.Packet) (nodes.Packet, error) { return nodes.Packet{}, io.EOF }},
			run + "packet 0: EOF",
		},
		{"close fails", &fake{close: func(*fake) error { return errors.New("no") }}, "Fake, opened and closed: Close: no"},
		{"leaves a frame", &fake{close: func(n *fake) error {
			if n.seen == 1 {
				nodes.NewFrame(1, 1, nodes.Gray8, []byte{0}, nil)
			}
			return nil
		}}, "Fake, run that is cut short: 1 frames more are alive than before"},
		{"another error when cancelled", &fake{process: func(n *fake, ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
			if ctx.Err() != nil {
				return nodes.Packet{}, errors.New("broken pipe")
			}
			return answer(n, in), nil
		}}, "Fake, cancelled run: want the context's error, got: broken pipe"},
		{"state that no snapshot holds", answering(func(n *fake, _ nodes.Packet, out *nodes.Packet) {
			n.kept.Stamp.Seq += 7
			out.Instances("instances").Items[0].Class = int(n.kept.Stamp.Seq)
		}), "Fake, snapshot: after Restore: the answer to packet 2 is another"},
		{"restores anything", &fake{restore: func([]byte) error { return nil }, process: func(_ *fake, _ context.Context, in nodes.Packet) (nodes.Packet, error) {
			return answer(&fake{seen: 1}, in), nil
		}}, "Fake, snapshot: Restore takes what is no snapshot"},
		{"does not restore", &fake{restore: func([]byte) error { return errors.New("no") }}, "Fake, snapshot: Restore: no"},
		{"finish fails", &fake{finish: func(*fake) error { return errors.New("disk full") }}, run + "Finish: disk full"},
		{
			"names a file that is not there", &fake{report: nodes.Report{Files: []string{"none/out.json"}}},
			"Fake, opened and closed: the report names a file that is not there: stat none/out.json: no such file or directory",
		},
		{
			"counter", &fake{report: nodes.Report{Counters: map[string]int64{"Frames seen": 1}}},
			`Fake, opened and closed: counter "Frames seen": want a lower_snake_case name`,
		},
		{"leaves a goroutine", &fake{close: func(*fake) error {
			go func() { <-blocked }()
			return nil
		}}, "Fake, opened and closed: goroutines are left: found unexpected goroutines:"},
	})
}
