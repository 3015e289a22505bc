package trace

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
)

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
