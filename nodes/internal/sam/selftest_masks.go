package sam

import (
	"context"
	"fmt"
	"math"

	"github.com/maskgraph/maskgraph/models"
)

// testMasks is what the decoder makes of the self-test's box.
func (m *Model) testMasks(ctx context.Context, e *Embedding) ([]MaskParity, error) {
	var found []MaskParity
	err := m.Decode(ctx, e, []Prompt{{Box: testBox}}, func(_ int, a Answer) {
		for _, c := range a {
			p := MaskParity{Token: c.Token, IoU: c.IoU, Area: e.Mask(c.Logits).Area()}
			if want, ok := wantedMask(m.entry.Reference.Masks, c.Token, len(a) == 1); ok {
				p.compare, p.WantIoU, p.WantArea = true, want.IoU, want.Area
				p.agrees = p.is(want)
			}
			found = append(found, p)
		}
	})
	return found, err
}

// wantedMask is the reference of a token. A decoder that gives one of the ambiguous
// masks alone gives the one it thinks best of.
func wantedMask(ref []models.ReferenceMask, token int, alone bool) (want models.ReferenceMask, ok bool) {
	for _, r := range ref {
		switch {
		case r.Token == token && (token == 0 || !alone):
			return r, true
		case alone && token > 0 && r.Token > 0 && (!ok || r.IoU > want.IoU):
			want, ok = r, true
		}
	}
	return want, ok
}

func (p MaskParity) is(r models.ReferenceMask) bool {
	return math.Abs(float64(p.IoU-r.IoU)) <= iouOff && math.Abs(float64(p.Area-r.Area)) <= areaOff*float64(r.Area)
}

// decoderMistake says why masks differ though the embedding is right.
func (m *Model) decoderMistake(ctx context.Context, e *Embedding, masks []MaskParity) (string, error) {
	wrong := -1
	for i, p := range masks {
		if p.compare && !p.agrees {
			wrong = i
			break
		}
	}
	if wrong < 0 {
		return "", nil
	}
	p := masks[wrong]
	for _, r := range m.entry.Reference.Masks {
		if p.is(r) {
			return fmt.Sprintf("wrong token policy: the mask that is taken for token %d looks like token %d of the reference", p.Token, r.Token), nil
		}
	}
	for _, side := range []int{256, 512, 1024} {
		in := m.entry.Input
		in.Prompts = side
		other := &Embedding{Stamp: e.Stamp, Features: e.Features, up: newUpsampler(promptSquare(in), testWidth, testHeight)}
		again, err := m.testMasks(ctx, other)
		if err != nil {
			return "", err
		}
		if again[wrong].agrees {
			return fmt.Sprintf("looks like prompts in another square: input.prompts must be %d", side), nil
		}
	}
	return fmt.Sprintf("mask %d differs though the embedding is right: prompts are given in another way than the decoder takes them (decode: %s), or it belongs to another encoder", p.Token, m.entry.Decode), nil
}
