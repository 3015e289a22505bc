package samprompter

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/maskgraph/maskgraph/nodes"
)

const (
	mostClicks = 100 // of one order
	mostName   = 80  // characters
)

// told is the body of every order.
type told struct {
	ID     int       `json:"id"`   // of a thing that is there; prompt: 0 for a new one
	Name   *string   `json:"name"` // prompt, rename
	Box    []float64 `json:"box"`  // prompt: [x1, y1, x2, y2]
	Points []Click   `json:"points"`
	Unit   string    `json:"unit"` // pixels, when nothing is said, or fraction
}

// Commands: prompt points at something new, or at more of a thing; rename, remove and
// list are about things that were pointed at.
func (n *node) Commands() []string { return []string{"prompt", "rename", "remove", "list"} }

// Command answers prompt and rename with the thing, list and remove with all things.
func (n *node) Command(_ context.Context, name string, body []byte) ([]byte, error) {
	var t told
	if err := decode(body, &t); err != nil {
		return nil, err
	}
	m := &n.memory.Pointed
	p := m.find(t.ID)
	if p == nil && (t.ID != 0 || name == "rename" || name == "remove") {
		return nil, &nodes.Refusal{Missing: true, Reason: fmt.Sprintf("no object %d is followed", t.ID)}
	}
	switch name {
	case "list":
	case "remove":
		m.All = slices.DeleteFunc(m.All, func(q *pointing) bool { return q == p })
	case "rename":
		if t.Name == nil {
			return nil, refuse("name: is missing")
		}
		p.Name = *t.Name
		return json.Marshal(n.shown(p))
	case "prompt":
		return n.prompt(p, t)
	default:
		return nil, refuse("unknown order %q", name)
	}
	all := list{Objects: []shown{}}
	for _, p := range m.All {
		all.Objects = append(all.Objects, n.shown(p))
	}
	return json.Marshal(all)
}

// decode takes a JSON object with nothing unknown in it.
func decode(body []byte, t *told) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(t); err != nil {
		return refuse("want a JSON object: %v", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return refuse("want one JSON object, and nothing after it")
	}
	if t.Name != nil {
		*t.Name = strings.TrimSpace(*t.Name)
		if utf8.RuneCountInString(*t.Name) > mostName || strings.ContainsFunc(*t.Name, unicode.IsControl) {
			return refuse("name: want at most %d characters on one line", mostName)
		}
	}
	return nil
}

// prompt points at p, or at something new when it is nil. The next frame shows what
// it is.
func (n *node) prompt(p *pointing, t told) ([]byte, error) {
	asked := Prompt{Box: t.Box, Points: t.Points, Unit: t.Unit}
	if err := n.check(asked, p); err != nil {
		return nil, err
	}
	if p == nil {
		var err error
		if p, err = n.memory.Pointed.add(""); err != nil {
			return nil, err
		}
	}
	if t.Name != nil {
		p.Name = *t.Name
	}
	if p.State == stateLost {
		p.Thing, p.Clicks = nil, nil
	}
	p.Asked = append(p.Asked, asked)
	p.State, p.Why = stateWaiting, ""
	return json.Marshal(n.shown(p))
}

// check says what is wrong with a prompt for p, nil: for something new.
func (n *node) check(asked Prompt, p *pointing) error {
	switch {
	case asked.Box == nil && len(asked.Points) == 0:
		return refuse("says nowhere where the object is: give it a box, points or both")
	case asked.Unit != "" && asked.Unit != "pixels" && asked.Unit != "fraction":
		return refuse("unit: want pixels or fraction, got %q", asked.Unit)
	case len(asked.Points) > mostClicks || p != nil && len(p.Asked) >= mostClicks:
		return refuse("points: at most %d at a time", mostClicks)
	}
	form := asked
	if p != nil && p.State != stateLost { // what there is of it already counts as one more click
		form.Points = append(slices.Clone(asked.Points), Click{})
	}
	if errs := form.check("prompt"); len(errs) > 0 {
		return refuse("%v", errors.Join(errs...))
	}
	if m := n.memory.Pointed; m.Width > 0 {
		if _, err := asked.instance(nil, m.Width, m.Height); err != nil {
			return refuse("%v", err)
		}
	}
	return nil
}

func refuse(format string, args ...any) error {
	return &nodes.Refusal{Reason: fmt.Sprintf(format, args...)}
}
