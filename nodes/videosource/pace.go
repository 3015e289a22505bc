package videosource

import (
	"time"

	"github.com/maskgraph/maskgraph/nodes/internal/av"
)

// pace holds back what comes in bursts, such as the segments of HLS, until it is due.
type pace struct {
	wanted bool
	began  time.Time     // when the picture of zero was given
	zero   time.Duration // PTS
	last   time.Duration
}

// wait is how long before the picture is due. Times that jump begin anew, and so does
// what comes too late.
func (c *pace) wait(p av.Picture, now time.Time) time.Duration {
	if !c.wanted || !p.Timed {
		return 0
	}
	const jump = 10 * time.Second
	due := c.began.Add(p.PTS - c.zero)
	if c.began.IsZero() || p.PTS < c.last || p.PTS-c.last > jump || now.After(due) {
		c.began, c.zero, due = now, p.PTS, now
	}
	c.last = p.PTS
	return due.Sub(now)
}
