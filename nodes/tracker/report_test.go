package tracker

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestProcessErrors(t *testing.T) {
	n := opened(t, "{}")
	_, err := n.Process(t.Context(), nodes.Packet{})
	if err == nil || err.Error() != "tracker: no instances in the packet: connect the input instances" {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := n.Process(ctx, packet("a", 0, picture())); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context canceled", err)
	}
}

func TestReport(t *testing.T) {
	n := opened(t, "{}")
	for seq := range 3 {
		process(t, n, packet("a", seq, picture(at(100, 100), scored(at(300, 100), 0.3))))
	}
	r := n.Report()
	want := map[string]int64{"instances_in": 6, "instances_tracked": 3, "tracks_born": 1, "tracks_live": 1}
	if !maps.Equal(r.Counters, want) || len(r.Warnings) > 0 {
		t.Errorf("got %+v, want %v", r, want)
	}
	n = opened(t, "{}")
	process(t, n, packet("a", 0, picture(scored(at(300, 100), 0.3))))
	if got := strings.Join(n.Report().Warnings, "\n"); got != "none of 1 instances could begin a track: the best scored 0.30; lower high_score and new_score" {
		t.Errorf("got %q", got)
	}
	n = opened(t, "{colour_gate: 0.9}")
	process(t, n, packet("a", 0, picture(at(300, 100))))
	if got := strings.Join(n.Report().Warnings, "\n"); got != "colour_gate does nothing without pictures: connect the input frame" {
		t.Errorf("got %q", got)
	}
}
