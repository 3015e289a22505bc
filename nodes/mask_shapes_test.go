package nodes_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes"
)

// drawn is the mask of a picture in rows of text, # is inside.
func drawn(rows ...string) *nodes.Mask {
	var bits []byte
	for _, row := range rows {
		for _, c := range row {
			bits = append(bits, byte(c-'.')) // not 0 for anything else
		}
	}
	return nodes.MaskFromBitmap(0, 0, len(rows[0]), len(rows), bits)
}

func TestPolygonsOfShapes(t *testing.T) {
	tests := []struct {
		name      string
		mask      *nodes.Mask
		tolerance float64
		want      []nodes.Polygon
	}{
		{"nothing", drawn("."), 0, nil},
		{"pixel", drawn("..", ".#"), 0, []nodes.Polygon{{{{1, 2}, {1, 1}, {2, 1}, {2, 2}}}}},
		{"pixel, simplified", drawn("#"), 9, []nodes.Polygon{{{{0, 0.5}, {0.5, 0}, {1, 0.5}, {0.5, 1}}}}},
		{"two that touch at a corner", drawn("#.", ".#"), 0, []nodes.Polygon{
			{{{0, 1}, {0, 0}, {1, 0}, {1, 1}}},
			{{{1, 2}, {1, 1}, {2, 1}, {2, 2}}},
		}},
		{"hole", drawn("###", "#.#", "###"), 0, []nodes.Polygon{{
			{{0, 3}, {0, 0}, {3, 0}, {3, 3}},
			{{1, 1}, {1, 2}, {2, 2}, {2, 1}},
		}}},
		{"hole with a diagonal way out", drawn(".##", "#.#", "###"), 0, []nodes.Polygon{{
			{{0, 3}, {0, 1}, {1, 1}, {1, 0}, {3, 0}, {3, 3}},
			{{1, 1}, {1, 2}, {2, 2}, {2, 1}},
		}}},
		{"stairs, simplified", drawn("#....", "##...", "###..", "####.", "#####"), 0.5, []nodes.Polygon{{
			{{0, 4.5}, {0.5, 0}, {5, 4.5}, {4.5, 5}},
		}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.mask.Polygons(tt.tolerance)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestPolygonsOfAPerson: what a tolerance saves and what it costs.
func TestPolygonsOfAPerson(t *testing.T) {
	m := person(150, 375).mask()
	last := 1 << 20
	for _, tt := range []struct{ tolerance, iou float64 }{{0, 1}, {0.5, 0.998}, {0.75, 0.99}, {1, 0.97}} {
		rings := slices.Concat(m.Polygons(tt.tolerance)...)
		n := len(slices.Concat(rings...))
		again, err := nodes.MaskFromRings(fullWidth, fullHeight, rings, nodes.EvenOdd)
		if err != nil {
			t.Fatal(err)
		}
		if iou := m.IoU(again); iou < tt.iou || n >= last {
			t.Errorf("tolerance %v: IoU %v with %d vertices after %d", tt.tolerance, iou, n, last)
		}
		t.Logf("tolerance %v: IoU %.4f, %d vertices", tt.tolerance, m.IoU(again), n)
		last = n
	}
}

func TestBridged(t *testing.T) {
	hole := drawn("###", "#.#", "###").Polygons(0)[0].Bridged()
	want := nodes.Ring{{0, 0}, {3, 0}, {3, 3}, {0, 3}, {1, 1}, {1, 2}, {2, 2}, {2, 1}, {1, 1}, {0, 3}}
	if diff := cmp.Diff(want, hole); diff != "" {
		t.Errorf("around a hole: %s", diff)
	}
	if r := (nodes.Polygon{{}}).Bridged(); r != nil {
		t.Errorf("of nothing: %v", r)
	}
	ring := nodes.Ring{{0, 0}, {1, 0}, {1, 1}}
	if diff := cmp.Diff(ring, nodes.Polygon{ring}.Bridged()); diff != "" {
		t.Errorf("of one ring: %s", diff)
	}
}
