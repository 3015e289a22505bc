package samdecoder

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/onnxtest"
)

// replace makes another operation of every node of one kind.
func replace(op, with string, inputs int) func(*onnx.Graph) {
	return func(g *onnx.Graph) {
		for _, n := range g.Nodes {
			if n.Op == op {
				n.Op, n.Inputs = with, n.Inputs[:inputs]
			}
		}
	}
}

func TestMissing(t *testing.T) {
	const copying = "copying of the image for every object; a file that was simplified for one object has none"
	for _, tt := range []struct {
		name          string
		edit          func(*onnx.Graph)
		batch, prefix string // the missing pattern, empty: none
	}{
		{"no embedding", func(g *onnx.Graph) { g.Input(Embedding).Name = "x" }, "input image_embeddings", "input image_embeddings"},
		{
			"no points", func(g *onnx.Graph) { g.Input(PointCoords).Name = "boxes" },
			"input point_coords that the masks depend on", "input point_coords that the masks depend on",
		},
		{
			"an embedding of no fixed size", func(g *onnx.Graph) { g.Inputs[0].SetType(onnx.Float32, make([]onnx.Dim, 3)) },
			"image_embeddings of shape [1,channels,height,width]", "image_embeddings of shape [1,channels,height,width]",
		},
		{
			"no small masks", func(g *onnx.Graph) { g.Output(Masks).Name = "other" },
			"low_res_masks that are a product of tokens and image", "low_res_masks that are a product of tokens and image",
		},
		{
			"scores of a sigmoid", replace("Gemm", "Sigmoid", 1),
			"iou_predictions that come from a linear layer", "iou_predictions that come from a linear layer",
		},
		{"simplified for one object", replace("Tile", "Identity", 1), copying, copying},
		{
			"a flag that is compared", replace("Sub", "Equal", 2),
			"has_mask_input that is only multiplied and subtracted", "",
		},
		{
			"a flag but no mask", func(g *onnx.Graph) {
				g.Inputs = slices.DeleteFunc(g.Inputs, func(v *onnx.Value) bool { return v.Name == MaskInput })
				g.AddTensor(onnx.NewTensor(MaskInput, make([]float32, 64), 1, 1, 8, 8))
			},
			"", "mask_input with has_mask_input",
		},
		{"no enlarging", replace("ConvTranspose", "Conv", 2), "", "ConvTranspose behind Reshape of "},
		{"heads without transposing", dropLastTranspose, "", "transposed tokens of the image at "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := onnxtest.SAMDecoder{Channels: 4, Side: 2}.Model()
			tt.edit(m.Graph)
			file := m.Bytes()
			for _, r := range []struct {
				name, want string
				rewrite    func([]byte) ([]byte, error)
			}{{"Batch", tt.batch, Batch}, {"Prefix", tt.prefix, Prefix}, {"Suffix", tt.prefix, Suffix}} {
				_, err := r.rewrite(file)
				missing := (*MissingError)(nil)
				if errors.As(err, &missing) && r.want != "" && len(missing.Pattern) >= len(r.want) && missing.Pattern[:len(r.want)] == r.want {
					continue
				}
				if err != nil || r.want != "" {
					t.Errorf("%s: got %v, want %q", r.name, err, r.want)
				}
			}
		})
	}
}

// dropLastTranspose: the queries of the image are not transposed.
func dropLastTranspose(g *onnx.Graph) {
	consumers := g.Consumers()
	for _, n := range g.Nodes {
		if n.Op == "Transpose" && consumers[n.Out(0)][0].Op == "MatMul" {
			n.Op = "Identity"
		}
	}
}

func TestNoModel(t *testing.T) {
	_, err := Batch([]byte("x"))
	if missing := (*MissingError)(nil); err == nil || errors.As(err, &missing) {
		t.Errorf("got %v", err)
	}
	err = &MissingError{Pattern: "pattern"}
	if want := "sam decoder: cannot rewrite it: no pattern"; fmt.Sprint(err) != want {
		t.Errorf("got %v", err)
	}
}

// FuzzRewrite: no file breaks it, and what comes out is a model.
func FuzzRewrite(f *testing.F) {
	f.Add(onnxtest.SAMDecoder{Channels: 4, Side: 1}.Model().Bytes())
	f.Add(onnxtest.SAMDecoder{Channels: 4, Side: 1, AllMasks: true}.Model().Bytes())
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, rewrite := range []func([]byte) ([]byte, error){Batch, Prefix, Suffix} {
			out, err := rewrite(file)
			if err != nil {
				continue
			}
			if _, err := onnx.Parse(out); err != nil {
				t.Error(err)
			}
		}
	})
}
