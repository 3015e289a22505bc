package masksink

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestContract(t *testing.T) {
	t.Chdir(t.TempDir())
	var in []nodes.Packet
	for seq, f := range nodestest.Frames(t, testWidth, testHeight, 4) {
		in = append(in, nodestest.Packet(seq, nodestest.Ports{"frame": f, "instances": two(seq)}))
	}
	nodestest.Check(t, Factory, `{overlay: o.mp4, coco: c.json, masks: m, jsonl: l.jsonl}`, in...)
	nodestest.Check(t, Factory, `{overlay: 'pictures/{stream}.png'}`, in...)
}
