package sam

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestSuppress: boxes are counted up to the last pixel, so these of 11 and 8 pixels
// have sides of 10 and 7, and an IoU of 0.7, where 8/11 is 0.727.
func TestSuppress(t *testing.T) {
	type thing struct {
		name  string
		mask  *nodes.Mask
		score float64
	}
	whole, most, other := rect(0, 0, 11, 11), rect(0, 0, 8, 11), rect(50, 50, 60, 60)
	for _, tc := range []struct {
		name   string
		things []thing
		limit  float64
		want   string
	}{
		{"nothing", nil, 0.7, ""},
		{"best first", []thing{{"a", whole, 0.5}, {"b", other, 0.9}}, 0.7, "ba"},
		{"as much as allowed", []thing{{"a", whole, 0.9}, {"b", most, 0.8}}, 0.7001, "ab"},
		{"more than allowed", []thing{{"a", whole, 0.9}, {"b", most, 0.8}}, 0.69, "a"},
		{"the better one stays", []thing{{"a", whole, 0.8}, {"b", most, 0.9}}, 0.69, "b"},
		{"of equals the first", []thing{{"a", whole, 1}, {"b", whole, 1}, {"c", other, 1}}, 0.69, "ac"},
		{"what was dropped drops nothing", []thing{{"a", rect(0, 0, 101, 101), 3}, {"b", rect(20, 0, 121, 101), 2}, {"c", rect(40, 0, 141, 101), 1}}, 0.6, "ac"},
		{"all stay", []thing{{"a", whole, 1}, {"b", whole, 0.5}}, 1, "ab"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ""
			for _, kept := range Suppress(tc.things, func(x thing) *nodes.Mask { return x.mask }, func(x thing) float64 { return x.score }, tc.limit) {
				got += kept.name
			}
			if got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
