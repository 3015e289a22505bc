package nodes

// Instances is what was found on one frame. Like a frame it never changes after
// its node returned it: a node that adds something copies the struct and Items.
type Instances struct {
	Width, Height int  // of the frame, in pixels
	Skipped       bool // nobody looked at this frame (a Detector's every): Items is empty and says nothing
	Items         []Instance
}

func (*Instances) payload() {}

// Instance is one thing on one frame. A Box without area beside Points means that
// only the points are known of it. All coordinates are pixels of the full frame.
type Instance struct {
	Box   Box
	Score float32 // of the detector, 0..1
	Class int     // index in the detector's labels, -1 when it knows no classes
	Label string  // name of the class, such as person

	Points       []Point // what a prompter is told beside the box, or in its place; nil for most
	Mask         *Mask   // nil when nobody has segmented it
	PredictedIoU float32 // the mask's quality in the model's own opinion, 0..1
	Stability    float32 // IoU of the mask cut a little higher and a little lower (SAM's stability score), 0..1
	Origin       *Origin // of the mask; nil when nobody said

	Track int // identity over time, from 1; 0 when nobody has tracked it
}

// These identities, the last one included, are those of things that somebody has
// pointed at while the graph runs. They stay what they are on the way through a
// Tracker, which gives none of them to anything else.
const (
	FirstPointed = 10001
	LastPointed  = 19999
)

// Pointed says that the instance is something that somebody has pointed at.
func (i Instance) Pointed() bool { return i.Track >= FirstPointed && i.Track <= LastPointed }

// Identity is the n-th one, from 1, that is free to be given to what was found.
func Identity(n int) int {
	if n < FirstPointed {
		return n
	}
	return n + LastPointed - FirstPointed + 1
}

// Box is an axis-parallel rectangle in pixels of the full frame, half-open:
// X2 and Y2 lie just outside. It may be fractional and may reach over the edge.
type Box struct {
	X1, Y1, X2, Y2 float32
}

// Width is at least 0.
func (b Box) Width() float32 { return max(0, b.X2-b.X1) }

// Height is at least 0.
func (b Box) Height() float32 { return max(0, b.Y2-b.Y1) }

// Area is in square pixels.
func (b Box) Area() float32 { return b.Width() * b.Height() }

// Intersect is the common part of two boxes, empty when they do not meet.
func (b Box) Intersect(c Box) Box {
	return Box{max(b.X1, c.X1), max(b.Y1, c.Y1), min(b.X2, c.X2), min(b.Y2, c.Y2)}
}

// Union is the smallest box around both.
func (b Box) Union(c Box) Box {
	return Box{min(b.X1, c.X1), min(b.Y1, c.Y1), max(b.X2, c.X2), max(b.Y2, c.Y2)}
}

// Clip is the part of the box that lies on a picture of this size.
func (b Box) Clip(width, height int) Box {
	return b.Intersect(Box{0, 0, float32(width), float32(height)})
}

// IoU is the intersection over the union of two boxes, 0..1; 0 when both are empty.
func (b Box) IoU(c Box) float32 {
	inter := b.Intersect(c).Area()
	union := b.Area() + c.Area() - inter
	if union <= 0 {
		return 0
	}
	return inter / union
}
