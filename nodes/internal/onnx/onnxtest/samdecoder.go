// Package onnxtest makes small models for tests.
package onnxtest

import "github.com/maskgraph/maskgraph/nodes/internal/onnx"

// SAMDecoder is a mask decoder with the signature and the structure of
// segment_anything's export, and weights of no meaning. Embeddings are
// [1,Channels,Side,Side], masks [1,1 or 4,4*Side,4*Side]; points are in pixels of a
// picture of 16*Side.
type SAMDecoder struct {
	Channels, Side int64 // 256 and 64 in the real one; channels are a multiple of 4
	AllMasks       bool  // exported with return_single_mask=False
}

const (
	tokens = 4 // masks for one object
	heads  = 2
)

// Model builds the decoder.
func (s SAMDecoder) Model() *onnx.Model {
	m := onnx.New(17)
	b := &builder{Graph: m.Graph, c: s.Channels, s: s.Side}
	b.AddInput("image_embeddings", onnx.Float32, 1, b.c, b.s, b.s)
	b.AddInput("point_coords", onnx.Float32, 1, -1, 2)
	b.AddInput("point_labels", onnx.Float32, 1, -1)
	b.AddInput("mask_input", onnx.Float32, 1, 1, 4*b.s, 4*b.s)
	b.AddInput("has_mask_input", onnx.Float32, 1)
	b.AddInput("orig_im_size", onnx.Float32, 2)

	points := b.points()
	objects := b.dim(points, 0)
	queries := b.op("Concat", onnx.IntAttr("axis", 1))(b.outputTokens(objects), points)
	image := b.op("Add")(b.copied("image_embeddings", objects), b.dense())
	picture := b.op("Concat", onnx.IntAttr("axis", 0))(b.dim(image, 0), b.dim(image, 1), b.dim(image, 2), b.dim(image, 3))
	position := b.copied(b.weights(1, b.c, b.s, b.s), objects)
	masks, iou := b.head(b.attend(queries, b.flat(image), b.flat(position), picture))
	if !s.AllMasks {
		masks, iou = b.choose(masks, iou)
	}
	b.AddNode("Identity", []string{masks}, []string{"low_res_masks"})
	b.AddNode("Identity", []string{iou}, []string{"iou_predictions"})
	size := b.op("ReduceMax", onnx.IntAttr("keepdims", 0))("orig_im_size")
	b.AddNode("Add", []string{"low_res_masks", size}, []string{"masks"}) // no enlarging
	b.AddOutput("masks", onnx.Float32, -1, -1, -1, -1)
	b.AddOutput("iou_predictions", onnx.Float32, -1, -1)
	b.AddOutput("low_res_masks", onnx.Float32, -1, -1, -1, -1)
	return m
}

// points embeds points and labels: [objects,points,c].
func (b *builder) points() string {
	at := b.op("Mul")("point_coords", b.floats(1/float32(16*b.s)))
	label := b.op("Unsqueeze")("point_labels", b.ints(-1))
	return b.op("Add")(b.linear(at, 2, b.c), b.op("Mul")(label, b.weights(b.c)))
}

// outputTokens is a token for the IoU and one for each mask, for each object.
func (b *builder) outputTokens(objects string) string {
	shape := b.op("Concat", onnx.IntAttr("axis", 0))(objects, b.ints(1+tokens), b.ints(b.c))
	return b.op("Expand")(b.weights(1, 1+tokens, b.c), shape)
}

// dense embeds the mask prompt: [1,c,s,s].
func (b *builder) dense() string {
	features := b.op("Conv", onnx.IntsAttr("kernel_shape", 4, 4), onnx.IntsAttr("strides", 4, 4))("mask_input", b.weights(b.c, 1, 4, 4))
	without := b.op("Sub")(b.floats(1), "has_mask_input")
	return b.op("Add")(b.op("Mul")("has_mask_input", features), b.op("Mul")(without, b.weights(1, b.c, 1, 1)))
}

// copied repeats [1,c,s,s] for each object.
func (b *builder) copied(x, objects string) string {
	times := b.op("Concat", onnx.IntAttr("axis", 0))(b.ints(1), objects, b.ints(1, 1, 1))
	tiled := b.op("Tile")(b.op("Unsqueeze")(x, b.ints(1)), times)
	return b.op("Reshape")(tiled, b.ints(-1, b.c, b.s, b.s))
}

// flat is [objects,s*s,c].
func (b *builder) flat(x string) string {
	return b.op("Transpose", onnx.IntsAttr("perm", 0, 2, 1))(b.op("Reshape")(x, b.ints(0, 0, -1)))
}

// attend is one layer of attention: among tokens, from them to the image, and back.
func (b *builder) attend(queries, image, position, picture string) (tokens, enlarged string) {
	queries = b.op("Add")(queries, b.attention(queries, queries, queries))
	keys := b.op("Add")(image, position)
	tokens = b.op("Add")(queries, b.attention(queries, keys, image))
	image = b.op("Add")(image, b.attention(keys, tokens, tokens))
	planes := b.op("Reshape")(b.op("Transpose", onnx.IntsAttr("perm", 0, 2, 1))(image), picture)
	double := func(x string, in, out int64) string {
		return b.op("ConvTranspose", onnx.IntsAttr("kernel_shape", 2, 2), onnx.IntsAttr("strides", 2, 2))(x, b.weights(in, out, 2, 2))
	}
	return tokens, double(b.op("Relu")(double(planes, b.c, b.c/2)), b.c/2, b.c/4)
}

// head makes masks [objects,tokens,4s,4s] and scores [objects,tokens].
func (b *builder) head(all, enlarged string) (masks, iou string) {
	of := b.op("Slice")(all, b.ints(1), b.ints(1+tokens), b.ints(1))
	product := b.op("MatMul")(b.linear(of, b.c, b.c/4), b.op("Reshape")(enlarged, b.ints(0, 0, -1)))
	masks = b.op("Reshape")(product, b.ints(0, -1, 4*b.s, 4*b.s))
	first := b.op("Gather", onnx.IntAttr("axis", 1))(all, b.scalar(0))
	return masks, b.op("Gemm")(first, b.weights(b.c, tokens), b.weights(tokens))
}

// choose picks the mask by the number of points.
func (b *builder) choose(masks, iou string) (string, string) {
	points := b.op("Cast", onnx.IntAttr("to", int64(onnx.Float32)))(b.dim("point_coords", 1))
	push := b.op("Mul")(b.op("Sub")(points, b.floats(2.5)), b.floats(1000, 0, 0, 0))
	best := b.op("ArgMax", onnx.IntAttr("axis", 1), onnx.IntAttr("keepdims", 0))(b.op("Add")(iou, push))
	objects := b.op("Squeeze")(b.dim(masks, 0))
	place := b.op("Add")(best, b.op("Mul")(b.op("Range")(b.scalar(0), objects, b.scalar(1)), b.scalar(tokens)))
	one := b.op("Gather")(b.op("Reshape")(masks, b.ints(-1, 4*b.s, 4*b.s)), place)
	score := b.op("Gather")(b.op("Reshape")(iou, b.ints(-1)), place)
	return b.op("Unsqueeze")(one, b.ints(1)), b.op("Unsqueeze")(score, b.ints(1))
}
