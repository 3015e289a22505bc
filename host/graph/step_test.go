package graph

import (
	"sync"
	"testing"
)

// TestWatch: every packet of every node is one step, in order, and a node's steps do
// not overlap.
func TestWatch(t *testing.T) {
	for _, live := range []bool{false, true} {
		const frames = 20
		w := &world{frames: frames, live: live}
		g := w.open(t, diamond)
		var mu sync.Mutex
		steps := map[string][]Step{}
		g.Watch(func(s Step) {
			mu.Lock()
			defer mu.Unlock()
			steps[s.Node] = append(steps[s.Node], s)
		})
		if err := g.Run(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		end(t, g)
		for _, n := range g.Report().Nodes {
			all := steps[n.Name]
			if len(all) != int(n.Packets) || len(all) == 0 {
				t.Errorf("live %t: %s: %d steps of %d packets", live, n.Name, len(all), n.Packets)
			}
			for i, s := range all {
				if s.Began.Before(s.Asked) || s.Ended.Before(s.Began) || s.Sent.Before(s.Ended) {
					t.Errorf("%s: times out of order: %+v", n.Name, s)
				}
				if i > 0 && (s.Asked.Before(all[i-1].Sent) || s.Stamp.Seq <= all[i-1].Stamp.Seq) {
					t.Errorf("%s: %+v overlaps %+v", n.Name, s, all[i-1])
				}
			}
		}
	}
}
