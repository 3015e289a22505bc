package detector

import (
	"context"
	"fmt"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

func (c Config) validateModel() error {
	if c.Model == "" {
		return fmt.Errorf("model: method model wants the name of one; maskgraph models list shows them")
	}
	m, err := models.Lookup(c.Model)
	if err != nil {
		return fmt.Errorf("model: %w", err)
	}
	if m.Task != "detect" {
		return fmt.Errorf("model: %s is not for detection but for task %s", m.Name, m.Task)
	}
	if err := c.checkText(m); err != nil {
		return err
	}
	labels := c.Text
	switch {
	case len(labels) > 0:
	case len(m.Vocabulary) > 0:
		labels = m.Vocabulary
	default:
		if labels, err = models.Labels(m.Labels); err != nil {
			return fmt.Errorf("model: %w", err)
		}
	}
	return checkClasses(c.Classes, labels)
}

// network finds things with an ONNX model.
type network struct {
	session  *ort.Session
	letGo    func() error
	planes   cv.Planes
	in, out  []ort.Tensor // used again for each frame
	decode   decoder
	labels   []string
	minScore float32
}

// decoder reads boxes, in pixels of the network's input, from its outputs. Boxes
// that score less than minScore are left out.
type decoder func(out []ort.Tensor, minScore float32) []nodes.Instance

func openModel(ctx context.Context, env nodes.Env, cfg Config) (method, limits, error) {
	m, err := models.Lookup(cfg.Model)
	if err != nil {
		return nil, limits{}, err
	}
	if _, open := openKindOf(m); open {
		return openText(ctx, env, cfg, m)
	}
	labels, err := models.Labels(m.Labels)
	if err != nil {
		return nil, limits{}, err
	}
	n := &network{planes: planesOf(m.Input), labels: labels}
	file, _ := m.File("detector") // ort.Open complains when there is none
	for _, t := range file.Outputs {
		n.out = append(n.out, ort.NewTensor(t.Shape...))
	}
	n.in = []ort.Tensor{ort.NewTensor(1, 3, int64(m.Input.Height), int64(m.Input.Width))}
	var ownOverlap float64
	if n.decode, ownOverlap, err = decoderOf(m, file, len(labels)); err != nil {
		return nil, limits{}, err
	}
	l := cfg.limits(0.3, ownOverlap)
	n.minScore = l.minScore
	n.session, n.letGo, err = ort.Open(env, m, "detector", cfg.run())
	return n, l, err
}

// decoderOf is how a model's outputs are read, and the overlap its boxes need.
func decoderOf(m models.Model, file models.File, classes int) (d decoder, overlap float64, err error) {
	switch m.Decode {
	case "yolox":
		overlap = 0.45
		d, err = newYOLOX(m.Input, file.Outputs, classes)
	case "nanodet":
		overlap = 0.6
		d, err = newNanoDet(m.Input, file.Outputs, classes)
	default:
		err = fmt.Errorf("the Detector cannot read outputs of kind %q (it can yolox, nanodet, yolo-world, owl-vit and grounding-dino)", m.Decode)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("model %s: %w", m.Name, err)
	}
	return d, overlap, nil
}

func planesOf(in models.Input) cv.Planes {
	return cv.Planes{
		Width: in.Width, Height: in.Height, Round: in.Round, RGB: in.Order == "rgb",
		Mean: in.Mean, Std: in.Std, Fill: in.Fill,
	}
}

func (n *network) find(ctx context.Context, f *nodes.Frame, _ nodes.Stamp) ([]nodes.Instance, error) {
	if err := n.planes.Write(f, n.in[0].Data); err != nil {
		return nil, err
	}
	if err := n.session.Run(ctx, n.in, n.out); err != nil {
		return nil, err
	}
	found := n.decode(n.out, n.minScore)
	w, h := n.planes.Scaled(f.Width, f.Height)
	sx, sy := float32(f.Width)/float32(w), float32(f.Height)/float32(h)
	for i := range found {
		b := found[i].Box
		found[i].Box = nodes.Box{X1: b.X1 * sx, Y1: b.Y1 * sy, X2: b.X2 * sx, Y2: b.Y2 * sy}
		found[i].Label = n.labels[found[i].Class]
	}
	return found, nil
}

func (n *network) close() error { return n.letGo() }
