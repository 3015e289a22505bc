package recorder

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/av"
)

// segment is one file in the making: a log of packets, to which each frame goes at once.
type segment struct {
	shelf         *shelf
	log           *os.File
	size          int64
	encoder       *av.Encoder
	width, height int
	first         time.Duration // PTS
	tick          int64         // of the last frame
	frames        int
	record        []byte // scratch
}

func newSegment(s *shelf, f *nodes.Frame, start time.Time) (_ *segment, err error) {
	g := &segment{shelf: s, width: f.Width, height: f.Height}
	if g.encoder, err = av.NewEncoder(strings.ToLower(filepath.Ext(s.pattern)), f.Width, f.Height); err != nil {
		return nil, err
	}
	if g.log, err = s.newLog(start); err != nil {
		g.encoder.Close()
		return nil, err
	}
	head, err := av.AppendHeader(nil, g.encoder.Params())
	if err == nil {
		err = g.append(head)
	}
	if err != nil {
		_ = g.end() // the first error is the one that counts
		return nil, err
	}
	return g, nil
}

// over says whether a frame belongs into the next segment.
func (g *segment) over(f *nodes.Frame, pts time.Duration, length float64) bool {
	return f.Width != g.width || f.Height != g.height || g.frames > 0 && ((pts-g.first).Seconds() >= length || pts < g.first)
}

func (g *segment) write(f *nodes.Frame, pts time.Duration) error {
	if g.frames == 0 {
		g.first = pts
	}
	tick := int64(math.Round((pts - g.first).Seconds() * av.Ticks))
	if g.frames > 0 {
		tick = max(tick, g.tick+1)
	}
	packet, err := g.encoder.Encode(f.Pix, tick)
	if err != nil {
		return err
	}
	g.record = av.AppendPacket(g.record[:0], packet)
	if err := g.append(g.record); err != nil {
		return err
	}
	g.tick = tick
	g.frames++
	return nil
}

// append writes a whole record. What of it does not fit is ignored by whoever reads
// the log.
func (g *segment) append(record []byte) error {
	n, err := g.log.Write(record)
	g.size += int64(n)
	return err
}

// end lets go of the log, for the shelf to make a file of it.
func (g *segment) end() error {
	g.encoder.Close()
	g.shelf.logIsOver(g.size)
	return g.log.Close()
}
