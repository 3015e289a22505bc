package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestMeter: of a graph whose slowest node takes 100 ms, in virtual time.
func TestMeter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{frames: 40}
		w.before = map[string]func(context.Context, nodes.Packet) error{
			"masks": func(_ context.Context, in nodes.Packet) error {
				time.Sleep(100 * time.Millisecond)
				if in.Stamp.Seq >= 20 {
					time.Sleep(100 * time.Millisecond)
				}
				return nil
			},
		}
		g := w.open(t, diamond)
		defer end(t, g)
		var work sync.WaitGroup
		work.Go(func() {
			if err := g.Run(t.Context(), nil); err != nil {
				t.Error(err)
			}
		})
		m := g.Meter()
		time.Sleep(time.Second + time.Millisecond)
		first := m.Read()
		time.Sleep(3 * time.Second)
		second := m.Read()
		work.Wait()
		for _, tt := range []struct {
			name string
			of   Reading
			want string
		}{
			{"at first", first, "1.001s masks: 10 packets, 100ms, 100ms, busy 1.00 waited 0.00"},
			{"slower later", second, "4.001s masks: 20 packets, 190ms, 190ms, busy 1.00 waited 0.00"},
		} {
			n := tt.of.Nodes[slices.IndexFunc(tt.of.Nodes, func(n NodeReading) bool { return n.Name == "masks" })]
			round := func(d time.Duration) time.Duration { return d.Round(10 * time.Millisecond) }
			got := fmt.Sprintf("%v %s: %d packets, %v, %v, busy %.2f waited %.2f", tt.of.Elapsed, n.Name, n.Packets, round(n.P50), round(n.P99), n.Busy, n.Waited)
			if got != tt.want {
				t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
			}
			video := tt.of.Nodes[0]
			if video.Source == nil || fmt.Sprint(*video.Source) != fmt.Sprint(tt.of.Ledger) || video.Blocked < 0.9 || n.Source != nil {
				t.Errorf("%s: the source %+v, the ledger %v", tt.name, video, tt.of.Ledger)
			}
		}
		for i, r := range g.Report().Nodes {
			within := g.Within([]time.Duration{0, 120 * time.Millisecond, time.Hour})[i]
			if r.Name == "masks" && !slices.Equal(within, []int64{0, 20, 40}) {
				t.Errorf("within 0, 120 ms and an hour: %v", within)
			}
		}
	})
}

func TestShape(t *testing.T) {
	g := (&world{live: true}).open(t, diamond)
	defer end(t, g)
	var b strings.Builder
	s := g.Shape()
	for _, n := range s.Nodes {
		fmt.Fprintln(&b, n.Name, n.Info.Type, n.Source, n.Live, n.Frames)
	}
	for _, e := range s.Edges {
		fmt.Fprintf(&b, "%s.%s %s.%s %s %d/%d\n", e.From, e.Output, e.To, e.Input, e.Type, e.Waiting, e.Room)
	}
	const want = `video Video true true true
people Find false false true
masks Cut false false true
tracks Follow false false false
save Save false false true
also Save false false true
video.frame people.frame frame 0/1
video.frame masks.frame frame 0/2
people.boxes masks.boxes boxes 0/1
masks.masks tracks.boxes masks 0/1
video.frame save.frame frame 0/4
tracks.boxes save.boxes masks 0/1
video.frame also.frame frame 0/1
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}
