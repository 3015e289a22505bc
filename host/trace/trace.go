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
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
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

// introduce names processes and threads, in the order of the graph file.
func (w *Writer) introduce(spec *graph.Spec) {
	host := filepath.Base(spec.File)
	processes := map[string]int{"": 1}
	w.meta("process_name", place{process: 1}, "name", host)
	for i, n := range spec.Nodes {
		process := processes[n.Plugin]
		if process == 0 {
			process = len(processes) + 1
			processes[n.Plugin] = process
			w.meta("process_name", place{process: process}, "name", "plugin "+n.Plugin)
		}
		at := place{process, i + 1}
		w.threads[n.Name] = at
		w.meta("thread_name", at, "name", n.Name+" ("+n.Type+")")
		w.meta("thread_sort_index", at, "sort_index", i)
	}
}

func (w *Writer) meta(name string, at place, key string, value any) {
	text, _ := json.Marshal(value) // of a text or a number
	w.event(fmt.Appendf(nil, `{"ph":"M","name":%q,"pid":%d,"tid":%d,"args":{%q:%s}}`, name, at.process, at.thread, key, text))
}

// Step adds what a node did with a frame.
func (w *Writer) Step(s graph.Step) {
	at, ok := w.threads[s.Node]
	if !ok {
		return
	}
	stream, _ := json.Marshal(s.Stamp.Stream)
	args := fmt.Sprintf(`{"stream":%s,"seq":%d,"pts":%.6f}`, stream, s.Stamp.Seq, s.Stamp.PTS.Seconds())
	w.mu.Lock()
	defer w.mu.Unlock()
	w.slice("wait", at, s.Asked, s.Began, args)
	w.slice("process", at, s.Began, s.Ended, args)
	w.slice("blocked", at, s.Ended, s.Sent, args)
	w.flushNowAndThen(s.Sent)
}

// slice leaves out what took no time, other than work.
func (w *Writer) slice(name string, at place, from, to time.Time, args string) {
	if name != "process" && to.Sub(from) < time.Microsecond {
		return
	}
	b := fmt.Appendf(nil, `{"ph":"X","name":%q,"cat":%q,"pid":%d,"tid":%d,"ts":`, name, name, at.process, at.thread)
	b = micros(b, from.Sub(w.began))
	b = append(b, `,"dur":`...)
	b = micros(b, to.Sub(from))
	b = append(b, `,"args":`...)
	b = append(b, args...)
	w.event(append(b, '}'))
}

// micros writes a duration in microseconds, without rounding.
func micros(b []byte, d time.Duration) []byte {
	if d < 0 {
		b, d = append(b, '-'), -d
	}
	b = strconv.AppendInt(b, int64(d/time.Microsecond), 10)
	return fmt.Appendf(b, ".%03d", d%time.Microsecond)
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
