package videosource

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/videosource/rtsptest"
	"github.com/maskgraph/maskgraph/nodes/videosource/scene"
)

// quick are settings that let a test lose a camera in little time.
func quick(c *Config) {
	c.Connect, c.Stall = 2, 0.3
	c.Reconnect = Reconnect{After: 0.05, Max: 0.4}
}

// film is a synthetic scene as a camera's video.
func film(t testing.TB, width, height, frames int) rtsptest.Video {
	t.Helper()
	s, err := scene.Parse(fmt.Sprintf("synthetic:%dx%d", width, height))
	if err != nil {
		t.Fatal(err)
	}
	return rtsptest.Encode(t, width, height, frames, s.Pixels)
}

// record is a log that others may look at meanwhile.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
	word string
	do   func()
}

// on does something whenever a line with the word is written.
func (r *record) on(word string, do func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.word, r.do = word, do
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.do != nil && bytes.Contains(p, []byte(r.word)) {
		r.do()
	}
	return r.text.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// states are those that the log tells, in turn.
func (r *record) states() string {
	var found []string
	for line := range strings.Lines(r.String()) {
		if _, rest, ok := strings.Cut(line, "state="); ok {
			found = append(found, strings.Fields(rest)[0])
		}
	}
	return strings.Join(found, " ")
}

// watch is an open source and what it says.
type watch struct {
	nodes.Node
	t    testing.TB
	log  record
	last nodes.Stamp
	seen int
}

func look(t testing.TB, cfg Config) *watch {
	t.Helper()
	w := &watch{t: t}
	env := testEnv(t)
	env.Log = slog.New(slog.NewTextHandler(&w.log, nil))
	n, err := open(t.Context(), env, cfg)
	if err != nil {
		t.Fatal(err)
	}
	w.Node = n
	t.Cleanup(func() { _ = n.Close() })
	return w
}

// frames reads so many and holds each to what a camera's stamps promise. It gives the
// size of the last one.
func (w *watch) frames(n int, within time.Duration) (size [2]int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	for range n {
		p, err := w.Process(ctx, nodes.Packet{})
		if err != nil {
			return size, err
		}
		f := p.Frame("frame")
		size = [2]int{f.Width, f.Height}
		p.Release()
		switch age := time.Since(p.Stamp.Captured); {
		case age < 0 || age > time.Second:
			w.t.Errorf("%v was captured %v ago", p.Stamp, age)
		case w.seen > 0 && (p.Stamp.Seq != w.last.Seq+1 || p.Stamp.PTS <= w.last.PTS):
			w.t.Errorf("%v follows %v", p.Stamp, w.last)
		}
		w.last = p.Stamp
		w.seen++
	}
	return size, nil
}
