// Package trace writes what the nodes of a graph do, and when, in the trace event
// format of Chrome ("Trace Event Format", Google, 2016; its JSON array form), which
// https://ui.perfetto.dev and chrome://tracing show.
//
// A node is a thread of the trace, under a process for the host and one for each
// plugin. What it does with a frame are three slices: wait, until the frame came;
// process, the work, of which the round trip is part when the node is in a plugin;
// blocked, until its readers had room for the answer. Times are of this process, in
// microseconds since the trace began.
package trace

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
)

// Writer writes a trace to a file. The file holds whole events at any time, so what
// a killed process leaves is a trace, too: the format does without the bracket at
// the end. It has its name only when it is complete: before, it is called
// NAME.incomplete.EXT.
type Writer struct {
	path, part string
	began      time.Time
	threads    map[string]place // by node

	mu      sync.Mutex
	file    *os.File
	buffer  []byte // whole events
	any     bool   // there was one
	flushed time.Time
	err     error
}

// place is where the trace shows a node.
type place struct{ process, thread int }

const (
	bufferSize = 64 << 10
	flushEvery = 250 * time.Millisecond
)

// Create begins a trace of a graph whose nodes run in the plugins that the spec says.
// Give Step to its Watch.
func Create(path string, spec *graph.Spec) (*Writer, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	ext := filepath.Ext(path)
	w := &Writer{path: path, part: strings.TrimSuffix(path, ext) + ".incomplete" + ext, began: time.Now(), threads: map[string]place{}}
	var err error
	if w.file, err = os.Create(w.part); err != nil {
		return nil, err
	}
	w.buffer = append(w.buffer, '[', '\n')
	w.introduce(spec)
	return w, nil
}

func (w *Writer) event(text []byte) {
	if w.any {
		w.buffer = append(w.buffer, ',', '\n')
	}
	w.any = true
	w.buffer = append(w.buffer, text...)
}

func (w *Writer) flushNowAndThen(now time.Time) {
	if len(w.buffer) > bufferSize || now.Sub(w.flushed) > flushEvery {
		w.flush()
		w.flushed = now
	}
}

// flush writes whole events. The first error is kept, and nothing is written after it.
func (w *Writer) flush() {
	if w.err == nil {
		_, w.err = w.file.Write(w.buffer)
	}
	w.buffer = w.buffer[:0]
}

// Close completes the trace and gives it its name. Steps must have ended.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.buffer = append(w.buffer, "\n]\n"...)
	w.flush()
	if err := errors.Join(w.err, w.file.Close()); err != nil {
		return fmt.Errorf("the profile: %w", err)
	}
	return os.Rename(w.part, w.path)
}
