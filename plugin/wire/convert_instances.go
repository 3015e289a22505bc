package wire

import (
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// What a message may claim. Masks grow to bitmaps in the nodes that draw, so a
// few bytes must not ask for the whole memory.
const (
	maxSide   = 1 << 16 // pixels
	maxPixels = 1 << 28 // of one picture or mask
)

func instancesTo(v *nodes.Instances) *pb.Instances {
	msg := &pb.Instances{Width: uint32(v.Width), Height: uint32(v.Height), Skipped: v.Skipped}
	items := make([]pb.Instance, len(v.Items)) // one allocation for all
	for i := range v.Items {
		item, m := &v.Items[i], &items[i]
		m.X1, m.Y1, m.X2, m.Y2 = item.Box.X1, item.Box.Y1, item.Box.X2, item.Box.Y2
		m.Score, m.Class, m.Label = item.Score, int64(item.Class), text(item.Label)
		m.Mask, m.PredictedIou, m.Stability = maskTo(item.Mask), item.PredictedIoU, item.Stability
		m.Track, m.Points, m.Origin = int64(item.Track), pointsTo(item.Points), originTo(item.Origin)
		msg.Items = append(msg.Items, m)
	}
	return msg
}

func instancesFrom(msg *pb.Instances) (*nodes.Instances, error) {
	w, h := msg.GetWidth(), msg.GetHeight()
	if err := checkSize(w, h); err != nil {
		return nil, err
	}
	v := &nodes.Instances{Width: int(w), Height: int(h), Skipped: msg.GetSkipped()}
	if len(msg.GetItems()) > 0 {
		v.Items = make([]nodes.Instance, len(msg.Items))
	}
	for i, m := range msg.GetItems() {
		if err := instanceFrom(m, &v.Items[i], int(w), int(h)); err != nil {
			return nil, fmt.Errorf("instance %d of %d: %w", i+1, len(msg.Items), err)
		}
	}
	return v, nil
}

func instanceFrom(m *pb.Instance, item *nodes.Instance, width, height int) error {
	for _, x := range []float32{m.GetX1(), m.GetY1(), m.GetX2(), m.GetY2(), m.GetScore(), m.GetPredictedIou(), m.GetStability()} {
		if x-x != 0 {
			return fmt.Errorf("a number of it is %v", x)
		}
	}
	if m.GetClass() < -1 || m.GetTrack() < 0 {
		return fmt.Errorf("class %d and track %d: want -1 and 0 for none", m.GetClass(), m.GetTrack())
	}
	mask, err := maskFrom(m.GetMask(), width, height)
	if err != nil {
		return err
	}
	points, err := pointsFrom(m.GetPoints())
	if err != nil {
		return err
	}
	origin, err := originFrom(m.GetOrigin())
	*item = nodes.Instance{
		Box:   nodes.Box{X1: m.GetX1(), Y1: m.GetY1(), X2: m.GetX2(), Y2: m.GetY2()},
		Score: m.GetScore(), Class: int(m.GetClass()), Label: m.GetLabel(),
		Mask: mask, PredictedIoU: m.GetPredictedIou(), Stability: m.GetStability(), Track: int(m.GetTrack()),
		Points: points, Origin: origin,
	}
	return err
}

func maskTo(m *nodes.Mask) *pb.Mask {
	if m == nil {
		return nil
	}
	return &pb.Mask{X: int32(m.X), Y: int32(m.Y), W: int32(m.W), H: int32(m.H), Runs: m.Runs}
}

// maskFrom holds a mask to what nodes.Mask promises, since those who read masks
// rely on it: on the picture, runs that fill the crop, a crop of something.
func maskFrom(m *pb.Mask, width, height int) (*nodes.Mask, error) {
	if m == nil {
		return nil, nil
	}
	v := &nodes.Mask{X: int(m.X), Y: int(m.Y), W: int(m.W), H: int(m.H), Runs: m.Runs}
	if v.X < 0 || v.Y < 0 || v.W < 0 || v.H < 0 || v.X+v.W > width || v.Y+v.H > height {
		return nil, fmt.Errorf("its mask of %dx%d at %d,%d is not on the %dx%d picture", v.W, v.H, v.X, v.Y, width, height)
	}
	var total uint64
	for i, r := range v.Runs {
		if r == 0 && i > 0 {
			return nil, fmt.Errorf("run %d of its mask is empty", i+1)
		}
		total += uint64(r)
	}
	if want := uint64(v.W) * uint64(v.H); total != want {
		return nil, fmt.Errorf("the runs of its mask cover %d of %d pixels", total, want)
	}
	if none := len(v.Runs) == 0; !none && len(v.Runs) < 2 || none && v.W+v.H > 0 {
		return nil, errors.New("its mask has nothing inside: want a crop of 0x0 without runs")
	}
	return v, nil
}

func checkSize(width, height uint32) error {
	if width > maxSide || height > maxSide || uint64(width)*uint64(height) > maxPixels {
		return fmt.Errorf("a picture of %dx%d is too large: want at most %d pixels, %d a side", width, height, maxPixels, maxSide)
	}
	return nil
}
