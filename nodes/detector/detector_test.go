package detector

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// decoded reads settings as a graph file would.
func decoded(t *testing.T, settings string) (any, []nodes.Problem) {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(settings), &doc); err != nil {
		t.Fatal(err)
	}
	return nodes.Decode(Factory, "g.yaml", "with", doc.Content[0], &doc)
}

// opened is a node with these settings, closed with the test.
func opened(t *testing.T, settings string) nodes.Node {
	t.Helper()
	cfg, problems := decoded(t, settings)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	n, err := Factory.Open(t.Context(), nodestest.Env(t), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

// look asks a node about one frame.
func look(t *testing.T, n nodes.Node, seq int, f *nodes.Frame) *nodes.Instances {
	t.Helper()
	out, err := n.Process(t.Context(), nodestest.Packet(seq, nodestest.Ports{"frame": f}))
	if err != nil {
		t.Fatalf("frame %d: %v", seq, err)
	}
	return out.Instances("boxes")
}

// packets is a moving square (see nodestest.Frames), a frame a packet.
func packets(t *testing.T, width, height, n int) []nodes.Packet {
	t.Helper()
	var out []nodes.Packet
	for i, f := range nodestest.Frames(t, width, height, n) {
		out = append(out, nodestest.Packet(i, nodestest.Ports{"frame": f}))
	}
	return out
}

func TestContract(t *testing.T) {
	for name, settings := range map[string]string{
		"whole":    "{method: whole}",
		"motion":   "{method: motion}",
		"people":   "{method: people}",
		"file":     "{method: file, file: {path: testdata/mot.txt}}",
		"skipping": "{method: motion, every: 2}",
	} {
		t.Run(name, func(t *testing.T) {
			nodestest.Check(t, Factory, settings, packets(t, 96, 144, 5)...)
		})
	}
}

func TestEvery(t *testing.T) {
	n := opened(t, "{method: whole, every: 3}")
	frame := nodestest.Frames(t, 8, 8, 1)[0]
	var looked []bool
	for i, stream := range []string{"a", "a", "a", "a", "a", "b", "b"} {
		p := nodestest.Packet(i, nodestest.Ports{"frame": frame})
		p.Stamp.Stream = stream
		out, err := n.Process(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		found := out.Instances("boxes")
		if found.Skipped != (len(found.Items) == 0) {
			t.Errorf("frame %d: skipped %v with %d boxes", i, found.Skipped, len(found.Items))
		}
		looked = append(looked, !found.Skipped)
	}
	if diff := cmp.Diff([]bool{true, false, false, true, false, true, false}, looked); diff != "" {
		t.Error("looked at (-want +got):\n" + diff)
	}
	want := map[string]int64{"frames": 7, "detector_runs": 3, "boxes": 3}
	if diff := cmp.Diff(want, n.(nodes.Reporter).Report().Counters); diff != "" {
		t.Error("counters (-want +got):\n" + diff)
	}
}

func TestWhole(t *testing.T) {
	got := look(t, opened(t, "{method: whole}"), 0, nodestest.Frames(t, 20, 10, 1)[0])
	want := &nodes.Instances{Width: 20, Height: 10, Items: []nodes.Instance{
		{Box: nodes.Box{X2: 20, Y2: 10}, Score: 1, Label: "frame"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
}
