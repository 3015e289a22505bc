package nodestest

import (
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
)

// checkAnswer looks at the payload of every output port.
func (c *checker) checkAnswer(in, out nodes.Packet) error {
	var errs []error
	width, height := size(in, c.f.In)
	for _, port := range c.f.Out {
		var err error
		if port.Type == nodes.TypeFrame {
			err = checkFrame(out.Payload(port.Name))
		} else {
			err = checkInstances(out.Payload(port.Name), width, height, mustHaveMasks(port, in))
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("output port %s: %w", port.Name, err))
		}
	}
	return errors.Join(errs...)
}

// size is that of the pictures that came in, 0 when there are none.
func size(in nodes.Packet, ports []nodes.Port) (width, height int) {
	for _, port := range ports {
		if f := in.Frame(port.Name); f != nil {
			return f.Width, f.Height
		}
		if v := in.Instances(port.Name); v != nil {
			return v.Width, v.Height
		}
	}
	return 0, 0
}

// mustHaveMasks follows SameAs: masks in, masks out.
func mustHaveMasks(port nodes.Port, in nodes.Packet) bool {
	if port.Type == nodes.TypeMasks {
		return true
	}
	came := in.Instances(port.SameAs)
	if came == nil || len(came.Items) == 0 {
		return false
	}
	for _, item := range came.Items {
		if item.Mask == nil {
			return false
		}
	}
	return true
}

func checkFrame(v nodes.Payload) error {
	f, ok := v.(*nodes.Frame)
	if !ok || f == nil {
		return fmt.Errorf("want a frame, got %T", v)
	}
	if f.Pix == nil {
		return errors.New("the frame is released already: Retain what you pass on")
	}
	return nil
}

func checkInstances(v nodes.Payload, width, height int, masks bool) error {
	found, ok := v.(*nodes.Instances)
	if !ok || found == nil {
		return fmt.Errorf("want instances, got %T", v)
	}
	if width > 0 && (found.Width != width || found.Height != height) {
		return fmt.Errorf("the instances say %dx%d, the picture is %dx%d", found.Width, found.Height, width, height)
	}
	if found.Skipped && len(found.Items) > 0 {
		return errors.New("a frame that was skipped has instances")
	}
	tracks := map[int]bool{}
	for i, item := range found.Items {
		if err := checkInstance(item, found.Width, found.Height, masks); err != nil {
			return fmt.Errorf("instance %d: %w", i, err)
		}
		if item.Track > 0 && tracks[item.Track] {
			return fmt.Errorf("instance %d: track %d is there twice", i, item.Track)
		}
		tracks[item.Track] = true
	}
	return nil
}

func checkInstance(item nodes.Instance, width, height int, masks bool) error {
	w, h, b := float32(width), float32(height), item.Box
	switch {
	case !(b.X1 >= -w && b.X1 <= b.X2 && b.X2 <= 2*w && b.Y1 >= -h && b.Y1 <= b.Y2 && b.Y2 <= 2*h):
		return fmt.Errorf("box %v is out of all proportion to %dx%d", b, width, height)
	case !share(item.Score) || !share(item.PredictedIoU) || !share(item.Stability):
		return fmt.Errorf("score %v, predicted IoU %v, stability %v: want 0..1", item.Score, item.PredictedIoU, item.Stability)
	case item.Class < -1:
		return fmt.Errorf("class %d: want -1 for none", item.Class)
	case item.Track < 0:
		return fmt.Errorf("track %d: want 0 for none", item.Track)
	case item.Mask == nil && masks:
		return errors.New("it has no mask")
	case item.Mask != nil:
		return checkMask(item.Mask, width, height)
	}
	return nil
}

func share(x float32) bool { return x >= 0 && x <= 1 } // false for NaN

func checkMask(m *nodes.Mask, width, height int) error {
	if m.X < 0 || m.Y < 0 || m.W < 0 || m.H < 0 || m.X+m.W > width || m.Y+m.H > height {
		return fmt.Errorf("the mask's crop %d,%d %dx%d is not on the %dx%d picture", m.X, m.Y, m.W, m.H, width, height)
	}
	total := 0
	for _, r := range m.Runs {
		total += int(r)
	}
	if total != m.W*m.H {
		return fmt.Errorf("the mask's runs cover %d of %dx%d pixels", total, m.W, m.H)
	}
	return nil
}
