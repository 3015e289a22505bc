package truth_test

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes/eval/truth"
)

func TestRasterise(t *testing.T) {
	square := []float64{1, 1, 5, 1, 5, 4, 1, 4}
	tests := []struct {
		name     string
		polygons [][]float64
		want     []string
	}{
		{"nothing", nil, []string{"......", "......", "......", "......", "......"}},
		{"whole pixels", [][]float64{square}, []string{"......", ".####.", ".####.", ".####.", "......"}},
		{"other way round", [][]float64{{1, 4, 5, 4, 5, 1, 1, 1}}, []string{"......", ".####.", ".####.", ".####.", "......"}},
		{"half a pixel and less", [][]float64{{1.5, 1, 4.4, 1, 4.4, 4, 1.5, 4}}, []string{"......", ".###..", ".###..", ".###..", "......"}},
		{"triangle", [][]float64{{0, 0, 5.5, 0, 0, 5.5}}, []string{"#####.", "####..", "###...", "##....", "#....."}},
		{"two that overlap", [][]float64{square, {3, 0, 6, 0, 6, 2, 3, 2}}, []string{"...###", ".#####", ".####.", ".####.", "......"}},
		{"two halves of a pixel", [][]float64{{2, 2, 3, 2, 3, 2.25, 2, 2.25}, {2, 2.75, 3, 2.75, 3, 3, 2, 3}}, []string{"......", "......", "..#...", "......", "......"}},
		{"over the edge", [][]float64{{-5, -5, 2, -5, 2, 50, -5, 50}}, []string{"##....", "##....", "##....", "##....", "##...."}},
		{"around a hole", [][]float64{{0, 0, 5, 0, 5, 5, 0, 5, 0, 0, 1, 1, 1, 4, 4, 4, 4, 1, 1, 1}}, []string{"#####.", "#...#.", "#...#.", "#...#.", "#####."}},
		{"a line", [][]float64{{0, 0, 5, 5}}, []string{"......", "......", "......", "......", "......"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := truth.Rasterise(6, 5, tt.polygons)
			rows := [][]byte{}
			for range 5 {
				rows = append(rows, []byte("......"))
			}
			for s := range m.Spans() {
				for y := s.Y1; y < s.Y2; y++ {
					rows[y][s.X] = '#'
				}
			}
			for y, want := range tt.want {
				if string(rows[y]) != want {
					t.Errorf("row %d is %s, want %s", y, rows[y], want)
				}
			}
		})
	}
}
