package all_test

import (
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/all"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/supervise"
)

// BenchmarkKilledPlugin kills the plugin's process and measures the time from
// there to the answer to the next frame: the death is noticed, the process started
// again (after a backoff of 0.1 s, as graphs have it), its node opened and
// restored, the frame sent. median-ms is that time; answer-ms is what the node
// takes for a frame when nobody is killed.
func BenchmarkKilledPlugin(b *testing.B) {
	for _, typ := range []string{"Tracker", "SAMPrompter"} {
		b.Run(typ, func(b *testing.B) {
			if typ == "SAMPrompter" {
				nodestest.Model(b, "onnxruntime")
				nodestest.Model(b, "mobile-sam")
			}
			node, in := supervised(b, typ)
			var deaths, answers []time.Duration
			for b.Loop() {
				answers = append(answers, answer(b, node, in))
				kill()
				deaths = append(deaths, answer(b, node, in))
			}
			slices.Sort(deaths)
			slices.Sort(answers)
			b.ReportMetric(float64(deaths[len(deaths)/2].Microseconds())/1e3, "median-ms")
			b.ReportMetric(float64(answers[len(answers)/2].Microseconds())/1e3, "answer-ms")
		})
	}
}

func supervised(b *testing.B, typ string) (nodes.Node, nodes.Packet) {
	path, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	p, err := supervise.Start(b.Context(), wire.Options{Name: "bench", Path: path, Env: []string{"MASKGRAPH_WIRETEST=1"}},
		supervise.Policy{Max: 1e6, Window: time.Hour, Backoff: 100 * time.Millisecond})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { p.Close() })
	reg, err := p.Registry()
	if err != nil {
		b.Fatal(err)
	}
	f, err := reg.Lookup(typ)
	if err != nil {
		b.Fatal(err)
	}
	cfg, problems := nodes.Decode(f, "", "with", nil, nil)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	node, err := f.Open(b.Context(), nodestest.Env(b), cfg)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { node.Close() })
	local, err := all.Registry().Lookup(typ)
	if err != nil {
		b.Fatal(err)
	}
	return node, packets(b, local)[0]
}

// answer is how long the node takes for the next frame.
func answer(b *testing.B, node nodes.Node, in nodes.Packet) time.Duration {
	answered++
	in.Stamp.Seq, in.Stamp.PTS = answered, time.Duration(answered)*time.Second
	start := time.Now()
	out, err := node.Process(b.Context(), in)
	if err != nil {
		b.Fatal(err)
	}
	out.Release()
	return time.Since(start)
}

var answered uint64

// kill ends every child of this process.
func kill() {
	for _, pid := range nodestest.Children(os.Getpid()) {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}
