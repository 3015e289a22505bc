package nodestest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

const settings = "{model: m}"

func TestGoodNodesPass(t *testing.T) {
	Check(t, factoryOf(fakeInfo(), &fake{}), settings, fakeInputs(t)...)
	info := nodes.Info{Type: "Fake", Doc: "Gives frames.", Out: []nodes.Port{{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture."}}}
	Check(t, factoryOf(info, &source{n: 5, stamp: stampOf}), settings)
	Check(t, factoryOf(info, &source{n: 1000, stamp: stampOf}), settings)
}

// TestFinishOnlyAfterAll: a run that is cut short or cancelled has no Finish.
func TestFinishOnlyAfterAll(t *testing.T) {
	var finished []int
	node := &fake{
		report: nodes.Report{Counters: map[string]int64{"frames_seen": 1}},
		finish: func(n *fake) error { finished = append(finished, n.seen); return nil },
	}
	in := fakeInputs(t)
	Check(t, factoryOf(fakeInfo(), node), settings, in...)
	if len(finished) != 1 || finished[0] != len(in) {
		t.Errorf("finished after %v packets, want once after %d", finished, len(in))
	}
}

// wantErrors wants the first error to start as said; what follows from it is noise.
func wantErrors(t *testing.T, r *recorder, want string) {
	t.Helper()
	if len(r.errors) == 0 {
		t.Errorf("passed, want %s", want)
	} else if !strings.HasPrefix(r.errors[0], want) {
		t.Errorf("got %s\nwant %s", r.errors[0], want)
	}
}

// edited is an answer with something done to its first instance.
func edited(edit func(item *nodes.Instance)) *fake {
	return &fake{process: func(n *fake, _ context.Context, in nodes.Packet) (nodes.Packet, error) {
		out := answer(n, in)
		edit(&out.Instances("instances").Items[0])
		return out, nil
	}}
}

// answering is an answer with something done to the packet.
func answering(edit func(n *fake, in nodes.Packet, out *nodes.Packet)) *fake {
	return &fake{process: func(n *fake, _ context.Context, in nodes.Packet) (nodes.Packet, error) {
		out := answer(n, in)
		edit(n, in, &out)
		return out, nil
	}}
}

// violation is a node that breaks the contract, and what Check says of it.
type violation struct {
	name string
	node *fake
	want string
}

const run = "Fake, whole run: "

func checkViolations(t *testing.T, tests []violation) {
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := fakeInputs(t)
			wantErrors(t, record(t, func(tb testing.TB) { Check(tb, factoryOf(fakeInfo(), tt.node), settings, in...) }), tt.want)
		})
	}
}

func TestHangingNodeIsReported(t *testing.T) {
	released := make(chan struct{})
	defer close(released)
	node := &fake{process: func(n *fake, ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
		if ctx.Err() != nil {
			<-released
		}
		return answer(n, in), nil
	}}
	r := record(t, func(tb testing.TB) {
		check(tb, factoryOf(fakeInfo(), node), settings, fakeInputs(t), time.Millisecond)
	})
	wantErrors(t, r, "Fake, cancelled run: Process does not return")
}
