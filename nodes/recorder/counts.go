package recorder

import (
	"fmt"
	"slices"
	"sync"

	"github.com/maskgraph/maskgraph/nodes"
)

// mostFiles are named in a report. Recordings have no end.
const mostFiles = 100

// counts are what all recordings of a node have done.
type counts struct {
	mu                                sync.Mutex
	frames, segments, removed, missed int64
	files                             []string // the newest ones
	why                               string   // frames were missed
}

func (c *counts) change(do func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	do()
}

func (c *counts) wrote(path string) {
	c.change(func() {
		c.segments++
		c.files = append(c.files, path)
		c.files = slices.Delete(c.files, 0, max(0, len(c.files)-mostFiles))
	})
}

func (c *counts) lost(path string) {
	c.change(func() {
		c.removed++
		c.files = slices.DeleteFunc(c.files, func(f string) bool { return f == path })
	})
}

func (c *counts) report() nodes.Report {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := nodes.Report{
		Counters: map[string]int64{"frames": c.frames, "frames_not_recorded": c.missed, "segments": c.segments, "segments_removed": c.removed},
		Files:    slices.Clone(c.files),
	}
	if c.missed > 0 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%d frames were not recorded: %s", c.missed, c.why))
	}
	return r
}
