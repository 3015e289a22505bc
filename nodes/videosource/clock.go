package videosource

import "time"

// clock turns what containers say about time into stamps that rise.
type clock struct {
	Last, Step time.Duration
	Ticked     bool
	Zero       time.Time // of a live stream: when its first frame was captured
}

// since is the time of a live frame, from the capture of the first one.
func (c *clock) since(captured time.Time) time.Duration {
	if c.Zero.IsZero() {
		c.Zero = captured
	}
	return captured.Sub(c.Zero)
}

// tick is the time of the next frame. Some containers say 0 for their last
// frames; a time that does not rise is estimated from the last interval.
func (c *clock) tick(pts time.Duration) (at time.Duration, estimated bool) {
	switch {
	case !c.Ticked:
		at = max(0, pts)
	case pts > c.Last:
		c.Step = pts - c.Last
		at = pts
	default:
		at, estimated = c.Last+max(c.Step, time.Millisecond), true
	}
	c.Last, c.Ticked = at, true
	return at, estimated
}
