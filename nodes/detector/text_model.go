package detector

import (
	"context"
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// textModel finds what phrases name, with an open-vocabulary ONNX model.
type textModel struct {
	name     string
	kind     openKind
	session  *ort.Session
	letGo    func() error
	planes   cv.Planes
	stretch  bool
	in, out  []ort.Tensor // used again for each frame
	picture  int          // index of the picture in in
	mask     int          // index of pixel_mask in in, -1 when there is none
	prompt   prompt
	phrases  []string
	minScore float32
}

func openText(ctx context.Context, env nodes.Env, cfg Config, m models.Model) (method, limits, error) {
	kind, _ := openKindOf(m)
	l := cfg.limits(kind.minScore, kind.maxOverlap)
	t := &textModel{
		name: m.Name, kind: kind, planes: planesOf(m.Input), stretch: m.Input.Stretch,
		picture: -1, mask: -1, phrases: cfg.Text, minScore: l.minScore,
	}
	t.planes.Smooth = kind.smooth
	var err error
	if t.prompt, err = kind.prompt(ctx, env, cfg, m); err != nil {
		return nil, limits{}, err
	}
	if len(cfg.Text) == 0 {
		t.phrases, err = vocabularyOf(m)
	}
	file, _ := m.File("detector") // ort.Open complains when there is none
	t.out = make([]ort.Tensor, len(file.Outputs))
	if err = errors.Join(err, t.fillInputs(file)); err != nil {
		return nil, limits{}, err
	}
	t.session, t.letGo, err = ort.Open(env, m, "detector", cfg.run())
	return t, l, err
}

// fillInputs makes a tensor for each of the file's inputs. Only the picture and its
// mask change from frame to frame.
func (t *textModel) fillInputs(file models.File) error {
	w, h := int64(t.planes.Width), int64(t.planes.Height)
	for i, want := range file.Inputs {
		given, ok := t.prompt.inputs[want.Name]
		switch {
		case isPicture(want):
			t.picture, given = i, ort.NewTensor(1, 3, h, w)
		case want.Name == "pixel_mask":
			t.mask, given = i, ort.Tensor{Shape: []int64{1, h, w}, Ints: make([]int64, h*w)}
		case !ok:
			return fmt.Errorf("model %s: the Detector does not know what to give to input %s", t.name, want.Name)
		}
		t.in = append(t.in, given)
	}
	if t.picture < 0 {
		return fmt.Errorf("model %s: no input for a picture: want float [1,3,%d,%d]", t.name, h, w)
	}
	return nil
}

func (t *textModel) find(ctx context.Context, f *nodes.Frame, _ nodes.Stamp) ([]nodes.Instance, error) {
	w, h, err := t.writePicture(f)
	if err != nil {
		return nil, err
	}
	if err := t.session.Run(ctx, t.in, t.out); err != nil {
		return nil, err
	}
	rows, err := t.kind.read(t.out, len(t.prompt.phraseOf))
	if err != nil {
		return nil, fmt.Errorf("model %s: %w", t.name, err)
	}
	found := rows.best(t.prompt.phraseOf, t.minScore)
	// From the reader's units to pixels of the frame.
	x, y := float32(f.Width)/float32(w), float32(f.Height)/float32(h)
	switch {
	case rows.pixels:
	case t.mask >= 0: // shares of what is not masked
		x, y = float32(f.Width), float32(f.Height)
	default: // shares of the input
		x, y = x*float32(t.planes.Width), y*float32(t.planes.Height)
	}
	for i := range found {
		b := found[i].Box
		found[i].Box = nodes.Box{X1: b.X1 * x, Y1: b.Y1 * y, X2: b.X2 * x, Y2: b.Y2 * y}
		found[i].Label = t.phrases[found[i].Class]
	}
	return found, nil
}

// writePicture fills the picture and its mask; the frame takes up w x h of them.
func (t *textModel) writePicture(f *nodes.Frame) (w, h int, err error) {
	if t.stretch {
		if f, err = cv.Resize(f, t.planes.Width, t.planes.Height); err != nil {
			return 0, 0, err
		}
		defer f.Release()
	}
	w, h = t.planes.Scaled(f.Width, f.Height)
	if t.mask >= 0 {
		mask := t.in[t.mask].Ints
		clear(mask)
		for y := range h {
			row := mask[y*t.planes.Width:][:w]
			for x := range row {
				row[x] = 1
			}
		}
	}
	return w, h, t.planes.Write(f, t.in[t.picture].Data)
}

func (t *textModel) warnings() []string { return t.prompt.warnings }

func (t *textModel) close() error { return t.letGo() }
