package detector

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
)

var nearly = cmpopts.EquateApprox(0, 1e-4)

// TestDecodeYOLOX reads a 64x32 input with 2 classes: grids of 8x4, 4x2 and 2x1
// cells, rows of 7 values.
func TestDecodeYOLOX(t *testing.T) {
	const cells, columns = 32 + 8 + 2, 7
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, tt := range []struct {
		name string
		cell int
		row  [columns]float32
		want []nodes.Instance
	}{
		{"first grid, second row", 9, [columns]float32{0.5, 0.25, 0, 0, 0.8, 0, 0.5}, []nodes.Instance{item(8, 6, 16, 14, 0.4, 1)}},
		{"second grid", 32 + 5, [columns]float32{0, 0, float32(math.Log(2)), 0, 1, 0.9, 0.1}, []nodes.Instance{item(0, 8, 32, 24, 0.9, 0)}},
		{"third grid", 41, [columns]float32{0.5, 0.5, 0, 0, 1, 0.3, 0.7}, []nodes.Instance{item(32, 0, 64, 32, 0.3, 0), item(32, 0, 64, 32, 0.7, 1)}},
		{"low objectness", 0, [columns]float32{0, 0, 0, 0, 0.2, 1, 1}, nil},
		{"low product", 0, [columns]float32{0, 0, 0, 0, 0.5, 0.5, 0.5}, nil},
		{"not numbers", 0, [columns]float32{0, 0, inf, nan, 1, nan, nan}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rows := make([]float32, cells*columns)
			copy(rows[tt.cell*columns:], tt.row[:])
			for i := range tt.want {
				tt.want[i].Label = "" // is set from the model's labels
			}
			if diff := cmp.Diff(tt.want, decodeYOLOX(rows, 64, 32, 2, 0.3), nearly); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}

// TestDecodeNanoDet reads a grid of 3x2 cells with stride 16 and 2 classes.
func TestDecodeNanoDet(t *testing.T) {
	scores, sides := make([]float32, 6*2), make([]float32, 6*4*distanceBins)
	const cell = 4 // column 1, row 1: centre (24, 24)
	scores[2*cell+1] = 0.6
	for side, bin := range []int{1, 0, 3, 2} {
		sides[(4*cell+side)*distanceBins+bin] = 200 // all the weight, where exp would overflow
	}
	for i := range distanceBins {
		sides[(4*cell+3)*distanceBins+i] = -7 // evenly: the mean of 0..7 is 3.5
	}
	want := []nodes.Instance{item(24-16, 24, 24+48, 24+56, 0.6, 1)}
	want[0].Label = ""
	if diff := cmp.Diff(want, decodeNanoDet(scores, sides, 16, 3, 2, 0.3), nearly); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
}

func TestDecoderOfMistakes(t *testing.T) {
	in := models.Input{Width: 32, Height: 32}
	for _, tt := range []struct {
		name, decode string
		out          []models.Tensor
		want         string
	}{
		{"kind", "detr", nil, `model m: the Detector cannot read outputs of kind "detr" (it can yolox, nanodet, yolo-world, owl-vit and grounding-dino)`},
		{
			"yolox", "yolox",
			[]models.Tensor{{Name: "o", Shape: []int64{1, 21, 85}}},
			"model m: yolox with input 32x32 and 2 classes wants one output of shape [1 21 7], the model's entry has [o float [1 21 85]]",
		},
		{
			"nanodet", "nanodet",
			[]models.Tensor{{Name: "cls_pred_stride_8", Shape: []int64{1, 16, 2}}},
			"model m: nanodet wants an output dis_pred_stride_8 of shape [1 16 32], the model's entry has [cls_pred_stride_8 float [1 16 2]]",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := decoderOf(models.Model{Name: "m", Decode: tt.decode, Input: in}, models.File{Outputs: tt.out}, 2)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}
