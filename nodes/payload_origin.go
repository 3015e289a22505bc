package nodes

import "time"

// Point is a place on a frame that a prompt is about, in pixels of the frame: the
// centre of the upper left pixel is 0.5, 0.5.
type Point struct {
	X, Y       float32
	Background bool // it is not on the thing
}

// Origin says where an instance's mask came from, so that the mask can be judged
// and made again. Like all of an instance it never changes once it is given away.
type Origin struct {
	Prompt  string        // what the model was told: box, points, mask, text, grid, or some of them joined by +
	Box     Box           // the box that was sent, when Prompt has one
	Points  []Point       // the points that were sent
	Token   int           // which of the decoder's masks it is: 0 the single one, 1 to 3 the ambiguous ones
	IoUs    []float32     // the predicted IoU of every mask that the decoder gave, by token; nil when it gives one only
	Encoded uint64        // Seq of the frame whose embedding served
	Age     time.Duration // of that embedding
	Steps   []string      // what was done to the mask, in order: refine, clip, fill, islands, exclusive, carried
}
