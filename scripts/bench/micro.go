package main

import (
	"context"
	"regexp"
	"strconv"
	"strings"
)

// micro is a figure of one of Go's own benchmarks.
type micro struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// chosen are the benchmarks that say something about a frame's way through a graph.
var chosen = []struct{ pkg, pattern, time string }{
	{"./host/graph", "BenchmarkHop|BenchmarkChain", "2000x"},
	{"./plugin/wire", "BenchmarkRoundTrip/slot", "50x"},
	{"./nodes/internal/cv", "BenchmarkPlanes$", "30x"},
	{"./nodes/internal/sam", "BenchmarkMask$", "100x"},
	{"./nodes/all", "BenchmarkGarbage", "1x"},
}

var line = regexp.MustCompile(`^(Benchmark\S+?)(?:-\d+)?\s+\d+\s+(.*)$`)

// micro runs the chosen benchmarks and reads what they print.
func (b *bench) micro(ctx context.Context) (all []micro) {
	for _, c := range chosen {
		said, _, err := start(ctx, "go", "test", "-run", "^$", "-bench", c.pattern, "-benchtime", c.time, "-benchmem", c.pkg)
		if err != nil {
			say("benchmarks of %s: %v", c.pkg, err)
			continue
		}
		say("benchmarks of %s: done", c.pkg)
		for text := range strings.Lines(said) {
			m := line.FindStringSubmatch(strings.TrimSpace(text))
			if m == nil {
				continue
			}
			fields := strings.Fields(m[2])
			for i := 0; i+1 < len(fields); i += 2 {
				if v, err := strconv.ParseFloat(fields[i], 64); err == nil {
					all = append(all, micro{strings.TrimPrefix(m[1], "Benchmark"), v, fields[i+1]})
				}
			}
		}
	}
	return all
}
