package samprompter

import (
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// policy is which of the masks a prompt wants: the setting, or what suits it.
func (n *node) policy(p sam.Prompt) string {
	switch {
	case n.cfg.Token != "auto":
		return n.cfg.Token
	case !p.HasBox() && p.Logits == nil && (len(p.Points) == 1 || len(p.Points) == 0 && p.Text != nil):
		return "best3"
	case n.entry.Token != "":
		return n.entry.Token
	}
	return "token0"
}

// single says whether the single mask is wanted first, rather than one of the
// three of an ambiguous prompt.
func (n *node) single(o *object) bool {
	policy := n.policy(o.prompt)
	return o.thing == nil && n.cfg.Select == "one" && (policy == "token0" || policy == "sam2")
}

// unstable is the stability, at an offset of 0.05, below which SAM 2 distrusts the
// single mask (its build_sam.py).
const unstable = 0.98

// choose picks the mask of an object. stability is that of the embedding.
func (n *node) choose(stability func(logits []float32, offset float32) float32, o *object, a sam.Answer) sam.Candidate {
	if o.thing != nil {
		return agreeing(a, o.prompt.Logits)
	}
	single, ambiguous := split(a)
	policy := n.policy(o.prompt)
	if single != nil && n.single(o) {
		if policy != "sam2" || len(ambiguous) == 0 || stability(single.Logits, 0.05) >= unstable {
			return *single
		}
	}
	if len(ambiguous) == 0 {
		return a[0]
	}
	score := func(c sam.Candidate) float64 { return float64(c.IoU) }
	if policy == "stability" {
		score = func(c sam.Candidate) float64 { return float64(stability(c.Logits, 1)) }
	}
	best, highest := 0, -1.0
	for i, c := range ambiguous {
		s := score(c)
		if c.Token == o.last {
			s += n.cfg.Hysteresis
		}
		if s > highest {
			best, highest = i, s
		}
	}
	return ambiguous[best]
}

// agreeing is the best mask in the model's own opinion among those that are like
// the one that was told, else the one that is most like it.
func agreeing(a sam.Answer, told []float32) sam.Candidate {
	best, highest := a[0], -1.0
	for _, c := range a {
		score := overlap(c.Logits, told)
		if score >= sameThing {
			score = 1 + max(0, float64(c.IoU))
		}
		if score > highest {
			best, highest = c, score
		}
	}
	return best
}

// overlap is the IoU of what is above 0.
func overlap(a, b []float32) float64 {
	both, either := 0, 0
	for i, v := range a {
		switch inA, inB := v > 0, b[i] > 0; {
		case inA && inB:
			both++
			either++
		case inA || inB:
			either++
		}
	}
	return float64(both) / float64(max(either, 1))
}

// split parts the single mask from the ambiguous ones.
func split(a sam.Answer) (single *sam.Candidate, ambiguous sam.Answer) {
	for i, c := range a {
		if c.Token == 0 {
			single = &a[i]
		} else {
			ambiguous = append(ambiguous, c)
		}
	}
	return single, ambiguous
}
