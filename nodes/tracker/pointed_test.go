package tracker

import (
	"reflect"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestWhatWasPointedAtKeepsItsIdentity: it passes through, and its identity is given
// to nothing else.
func TestWhatWasPointedAtKeepsItsIdentity(t *testing.T) {
	n := &node{cfg: defaults, memory: memory{Follower: NewFollower(defaults)}}
	pointed := at(300, 100)
	pointed.Track, pointed.Label = nodes.FirstPointed+2, "cup"
	other := at(100, 100)
	other.Track = 7 // another tracker's
	for i, births := range []int{0, nodes.FirstPointed - 1, nodes.FirstPointed + 5} {
		n.Follower.Reset()
		n.Follower.state.Born = births
		in := nodestest.Packet(i, nodestest.Ports{"instances": &nodes.Instances{Items: []nodes.Instance{pointed, other}}})
		out, err := n.Process(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		items := out.Instances("instances").Items
		want := []int{1, nodes.LastPointed + 1, nodes.LastPointed + 7}[i]
		if len(items) != 2 || items[0].Track != want || !reflect.DeepEqual(items[1], pointed) {
			t.Errorf("got %+v, want tracks %d and %d", items, want, pointed.Track)
		}
	}
}
