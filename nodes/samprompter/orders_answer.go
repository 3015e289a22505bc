package samprompter

// shown is a thing that was pointed at, as answers show it.
type shown struct {
	ID     int      `json:"id"` // its track
	Name   string   `json:"name"`
	State  string   `json:"state"` // waiting, followed, hidden, lost
	Why    string   `json:"why,omitempty"`
	Stream string   `json:"stream,omitempty"`
	Box    *[4]int  `json:"box,omitempty"`  // around the mask as it was seen last, in pixels
	Seen   *float64 `json:"seen,omitempty"` // then, in seconds of the stream
}

type list struct {
	Objects []shown `json:"objects"`
}

func (n *node) shown(p *pointing) shown {
	s := shown{ID: p.ID, Name: p.Name, State: p.State, Why: p.Why, Stream: n.memory.Stream}
	if t := p.Thing; t != nil {
		b, seen := t.Mask, t.Seen.Seconds()
		s.Box, s.Seen = &[4]int{b.X, b.Y, b.X + b.W, b.Y + b.H}, &seen
	}
	return s
}
