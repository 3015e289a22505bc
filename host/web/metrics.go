package web

import (
	"fmt"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// bounds are the buckets of node times.
var bounds = [...]time.Duration{
	time.Millisecond, 2 * time.Millisecond, 5 * time.Millisecond,
	10 * time.Millisecond, 20 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second,
}

// serveMetrics answers in the text format of Prometheus, version 0.0.4.
func (s *Server) serveMetrics(w http.ResponseWriter, _ *http.Request) {
	var x exposition
	all := s.graphs()
	x.metric("maskgraph_info", "gauge", "The program and the graph of a stream; always 1.")
	for _, g := range all {
		x.value(1, "program", s.options.Program, "stream", g.stream, "graph", g.file)
	}
	x.metric("maskgraph_ready", "gauge", "1 while a graph runs.")
	ready := 0.0
	if s.status().State == stateRunning {
		ready = 1
	}
	x.value(ready)
	x.metric("maskgraph_live_frames", "gauge", "Frames in the memory of this process.")
	x.value(float64(nodes.LiveFrames()))
	x.metric("go_goroutines", "gauge", "Goroutines of this process.")
	x.value(float64(runtime.NumGoroutine()))
	if bytes := residentBytes(); bytes > 0 {
		x.metric("process_resident_memory_bytes", "gauge", "Memory that this process takes.")
		x.value(bytes)
	}
	x.streams(s.streams())
	x.sources(all)
	x.nodes(all)
	x.edges(all)
	send(w, "text/plain; version=0.0.4; charset=utf-8", []byte(x.String()))
}

// exposition is a text of metrics under way.
type exposition struct {
	strings.Builder
	name string
}

func (x *exposition) metric(name, kind, help string) {
	x.name = name
	fmt.Fprintf(x, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

// value writes a sample of the metric; labels are names and values in turn.
func (x *exposition) value(v float64, labels ...string) { x.sample("", v, labels...) }

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func (x *exposition) sample(suffix string, v float64, labels ...string) {
	x.WriteString(x.name + suffix)
	for i := 0; i < len(labels); i += 2 {
		open := ","
		if i == 0 {
			open = "{"
		}
		fmt.Fprintf(x, `%s%s="%s"`, open, labels[i], escapes.Replace(labels[i+1]))
	}
	if len(labels) > 0 {
		x.WriteByte('}')
	}
	fmt.Fprintf(x, " %s\n", strconv.FormatFloat(v, 'g', -1, 64))
}

func residentBytes() float64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseFloat(fields[1], 64) // 0, which is left out, if the kernel writes something else
	return pages * float64(os.Getpagesize())
}
