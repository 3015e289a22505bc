package videosource

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

type node struct {
	cfg   Config
	env   nodes.Env
	alloc allocator // for frames that leave as they were read
	clips []clip    // still to be read

	reading  reader
	live     bool // the clip being read is
	opened   int  // clips so far
	taken    int  // frames read from the clip
	stream   string
	read     int // of them since start
	given    uint64
	clock    clock
	expected int
	report   nodes.Report
	past     map[string]int64 // what went wrong in the process before this one
	streams  int              // that gave a frame
	failed   error
}

func open(_ context.Context, env nodes.Env, cfg Config) (nodes.Node, error) {
	clips, err := find(env, cfg)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(clips, func(c clip) bool { return c.err == nil }) {
		return nil, clips[0].err
	}
	n := &node{cfg: cfg, env: env, clips: clips}
	if cfg.Resize == (Resize{}) {
		n.alloc = env.NewFrame
	}
	for _, c := range clips {
		n.expected += c.expect(cfg)
	}
	return n, nil
}

// Frames is how many frames the containers promise.
func (n *node) Frames() int { return n.expected }

// Live says whether frames that nobody takes in time should be dropped.
func (n *node) Live() bool {
	if n.cfg.Policy == "auto" {
		return len(n.clips) > 0 && n.clips[0].live
	}
	return n.cfg.Policy == "latest"
}

// Queue is how many frames of a live source may wait.
func (n *node) Queue() int {
	if len(n.clips) == 0 || !n.clips[0].live {
		return 0
	}
	return n.cfg.Queue
}

func (n *node) Process(ctx context.Context, _ nodes.Packet) (nodes.Packet, error) {
	for ctx.Err() == nil {
		if n.reading == nil {
			if err := n.next(ctx); err != nil {
				return nodes.Packet{}, err
			}
			continue
		}
		if n.cfg.MaxFrames > 0 && int(n.given) == n.cfg.MaxFrames {
			n.endStream()
			continue
		}
		pic, err := n.reading.read(ctx, n.alloc)
		if errors.Is(err, io.EOF) {
			n.finishStream()
			continue
		}
		if err != nil {
			return nodes.Packet{}, err
		}
		stamp, wanted := n.stamp(pic)
		if !wanted {
			pic.release()
			continue
		}
		return n.give(stamp, pic)
	}
	return nodes.Packet{}, ctx.Err()
}

// next opens the next clip. A clip of several that cannot be read is skipped with
// a warning; if none could be, the first one's error ends the graph.
func (n *node) next(ctx context.Context) error {
	if len(n.clips) == 0 {
		if n.streams == 0 && n.failed != nil {
			return n.failed
		}
		return io.EOF
	}
	c := n.clips[0]
	n.clips = n.clips[1:]
	n.opened++
	r, err := c.open(ctx, n.cfg.Start)
	if err != nil {
		if n.failed == nil {
			n.failed = err
		}
		if len(n.clips) > 0 || n.streams > 0 {
			n.warn(err.Error() + " (skipped)")
		}
		return nil
	}
	n.reading, n.live, n.stream = r, c.live, c.stream
	n.taken, n.read, n.given, n.clock = 0, 0, 0, clock{}
	return nil
}

// finishStream closes a clip that has come to its end.
func (n *node) finishStream() {
	if problem := n.reading.problem(); problem != "" {
		n.warn(problem)
	}
	if n.read == 0 && n.failed == nil {
		n.failed = fmt.Errorf("%s: gave no frame; is start (%gs) behind its end?", n.stream, n.cfg.Start)
	}
	n.endStream()
}

func (n *node) endStream() {
	n.Report() // while there is somebody to ask
	n.reading.close()
	n.reading = nil
}

func (n *node) warn(text string) {
	n.env.Log.Warn(text)
	n.report.Warnings = append(n.report.Warnings, text)
}

// stamp names the picture just read and says whether the settings want it.
func (n *node) stamp(pic picture) (nodes.Stamp, bool) {
	if !pic.at.IsZero() {
		pic.pts = n.clock.since(pic.at)
	}
	at, estimated := n.clock.tick(pic.pts)
	index := n.read
	n.read++
	n.taken++
	if at.Seconds() < n.cfg.Start {
		n.read = 0
		return nodes.Stamp{}, false
	}
	if n.cfg.End > 0 && at.Seconds() >= n.cfg.End {
		n.endStream()
		return nodes.Stamp{}, false
	}
	s := nodes.Stamp{Stream: n.stream, Seq: n.given, PTS: at, Estimated: estimated, File: pic.file, Captured: pic.at}
	return s, index%n.cfg.Every == 0
}

func (n *node) give(stamp nodes.Stamp, pic picture) (nodes.Packet, error) {
	if n.given == 0 {
		n.streams++
	}
	n.given++
	frame := pic.frame
	if w, h := n.cfg.Resize.size(frame.Width, frame.Height); w != frame.Width || h != frame.Height {
		small, err := cv.Resize(frame, w, h)
		frame.Release()
		if err != nil {
			return nodes.Packet{}, err
		}
		frame = small
	}
	out := nodes.Packet{Stamp: stamp}
	out.Put("frame", frame)
	return out, nil
}

// Report tells what could not be read, and how often a live source was lost.
func (n *node) Report() nodes.Report {
	if l, ok := n.reading.(*liveReader); ok {
		n.report.Counters = l.counters()
		for name, count := range n.past {
			n.report.Counters[name] += count
		}
	}
	return n.report
}

func (n *node) Close() error {
	if n.reading != nil {
		n.endStream()
	}
	return nil
}

var (
	_ nodes.Source      = (*node)(nil)
	_ nodes.Reporter    = (*node)(nil)
	_ nodes.Snapshotter = (*node)(nil)
)
