package main

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/maskgraph/maskgraph/nodes/formats"
)

// census counts what is converted.
type census struct {
	frames, instances, masks int
	tracks                   map[streamTrack]bool
}

type streamTrack struct {
	stream string
	track  int
}

func newCensus() *census { return &census{tracks: map[streamTrack]bool{}} }

func (c *census) copy(ctx context.Context, w formats.Writer, records iter.Seq2[formats.Record, error]) error {
	for r, err := range records {
		if err == nil && ctx.Err() != nil {
			err = errors.New("interrupted: nothing was written")
		}
		if err == nil {
			err = w.Write(r)
		}
		if err != nil {
			return err
		}
		c.frames++
		c.instances += len(r.Items)
		for _, it := range r.Items {
			if it.Mask != nil {
				c.masks++
			}
			if it.Track > 0 {
				c.tracks[streamTrack{r.Stamp.Stream, it.Track}] = true
			}
		}
	}
	return nil
}

func (c *census) String() string {
	return fmt.Sprintf("read %s, %s (%d with masks), %s", count(c.frames, "frame"), count(c.instances, "instance"), c.masks, count(len(c.tracks), "track"))
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
