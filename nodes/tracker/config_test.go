package tracker

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestValidate(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"defaults", func(*Config) {}, ""},
		{"a score", func(c *Config) { c.LowScore = -0.5 }, "low_score: must be in [0, 1], got -0.5"},
		{"a gate", func(c *Config) { c.Gate = 1.4 }, "gate: must be in [0, 1], got 1.4"},
		{"low above high", func(c *Config) { c.LowScore = 0.6 }, "low_score: must be at most high_score (0.5), got 0.6"},
		{"new below high", func(c *Config) { c.NewScore = 0.4 }, "new_score: must be at least high_score (0.5), got 0.4"},
		{"min_hits", func(c *Config) { c.MinHits = 0 }, "min_hits: must be at least 1, got 0"},
		{"two at once", func(c *Config) { c.Widen, c.MaxAge = -1, -2 }, "widen: must be at least 0, got -1\nmax_age: must be at least 0, got -2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if err := with(tt.change).Validate(); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestContract(t *testing.T) {
	masked := at(300, 100)
	masked.Mask = oval(masked.Box)
	var in []nodes.Packet
	for i := range 4 {
		in = append(in, nodestest.Packet(i, nodestest.Ports{"instances": picture(at(100, 100), masked)}))
	}
	nodestest.Check(t, Factory, `{unconfirmed: keep}`, in...)
}
