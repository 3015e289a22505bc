package videosource

import "time"

// hurry notices that pictures come faster than they are decoded and taken, by a reader
// that never has to wait for data: then they pile up before it, and each is older than
// the last one. It says when to pass over some, and when that is enough.
type hurry struct {
	wanted bool
	on     bool
	since  time.Time
	waited time.Duration // then
}

// How long is looked at, and how much of that time a reader waits for data when it
// falls behind, and when it has caught up.
const (
	hurryEvery = time.Second
	hurryAt    = 0.02
	hurryUntil = 0.2
)

// changed looks, after a picture, at how long was waited for data in all, and says
// whether the hurry has begun or ended.
func (h *hurry) changed(waited time.Duration, now time.Time) bool {
	covers := now.Sub(h.since)
	if !h.wanted || !h.since.IsZero() && covers < hurryEvery {
		return false
	}
	share := float64(waited-h.waited) / float64(covers)
	first := h.since.IsZero()
	h.since, h.waited = now, waited
	if on := share < hurryAt || h.on && share < hurryUntil; !first && on != h.on {
		h.on = on
		return true
	}
	return false
}
