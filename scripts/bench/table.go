package main

import (
	"fmt"
	"strings"
)

// markdown is what BENCHMARKS.md holds.
func (b *bench) markdown() string {
	var t strings.Builder
	r := &b.results
	rounds := fmt.Sprint(r.Rounds, " rounds")
	if r.Rounds == 1 {
		rounds = "1 round"
	}
	fmt.Fprintf(&t, "%s, %s, of %s.\n\n", r.Finished.Format("2006-01-02 15:04 UTC"), rounds, r.Machine)
	t.WriteString("Frames a second from the loaded models to the written file, and in brackets the throughput as a multiple of the bare loop's in the same round; medians.\n\n")
	b.throughput(&t)
	if len(r.Sequences) > 0 {
		t.WriteString("\nKey-frames: sequences with true masks, played forth and back, the true boxes as prompts on every frame; J is the mean IoU of all objects.\n\n")
		t.WriteString("| sequence | | frames | encoded | frames/s | J |\n|---|---|---|---|---|---|\n")
	}
	for _, s := range r.Sequences {
		fmt.Fprintf(&t, "| %s, %s | %s | %d | %d | %.2f | %.3f |\n", s.Sequence, s.Size, s.Setting, s.Frames, s.Encoded, s.FPS, s.J)
	}
	fmt.Fprintf(&t, "\nLive overload: the demo's clip as an HTTP stream of %d frames a second, %d boxes on each; the newest frame is worked on. Seconds from the arrival of a frame to its masks.\n\n", liveRate, len(b.work[0].first))
	t.WriteString("| | frames/s | p50 | p99 | frames that came |\n|---|---|---|---|---|\n")
	for _, l := range r.Live {
		fmt.Fprintf(&t, "| %s | %.2f | %.2f s | %.2f s | %d |\n", l.Rival, l.FPS, l.P50, l.P99, l.Read)
	}
	t.WriteString("\nMemory of a graph with several prompters of one model behind one source, at its peak.\n\n| precision | prompters | MB |\n|---|---|---|\n")
	for _, m := range r.Memory {
		fmt.Fprintf(&t, "| %s | %d | %.0f |\n", m.Precision, m.Prompters, m.PeakMB)
	}
	t.WriteString("\nWhat a frame costs on its way.\n\n| benchmark | |\n|---|---|\n")
	for i, m := range r.Micro {
		if i == 0 || r.Micro[i-1].Name != m.Name {
			fmt.Fprintf(&t, "| %s | ", m.Name)
		}
		fmt.Fprintf(&t, "%s %s", number(m.Value), m.Unit)
		if i+1 < len(r.Micro) && r.Micro[i+1].Name == m.Name {
			t.WriteString(", ")
		} else {
			t.WriteString(" |\n")
		}
	}
	return t.String()
}

func (b *bench) throughput(t *strings.Builder) {
	t.WriteString("| |")
	for _, w := range b.work {
		fmt.Fprintf(t, " %s |", w.Name)
	}
	t.WriteString(" peak memory |\n|---|" + strings.Repeat("---|", len(b.work)+1) + "\n")
	floor := b.floor()
	for _, r := range b.rivals {
		if r.Missing != "" {
			fmt.Fprintf(t, "| %s | left out: %s |%s\n", r.Name, r.Missing, strings.Repeat(" |", len(b.work)))
			continue
		}
		fmt.Fprintf(t, "| %s |", r.Name)
		peak := 0.0
		for _, w := range b.work {
			s, ok := b.results.summary(w.Name, r.Name, floor)
			if !ok {
				t.WriteString(" |")
				continue
			}
			fmt.Fprintf(t, " %.2f (%.2f) |", s.FPS, s.Ratio)
			peak = max(peak, s.PeakMB)
		}
		fmt.Fprintf(t, " %.0f MB |\n", peak)
	}
	t.WriteString("\n")
	for _, w := range b.work { // the slowest stage is what a pipeline can reach, unless its frames overlap
		if s, ok := b.results.summary(w.Name, "graph", "SAM stage alone"); ok && s.Ratio > 0 {
			fmt.Fprintf(t, "- %s: the graph has %.2f of the throughput of its slowest stage alone.\n", w.Name, s.Ratio)
		}
	}
	for _, r := range b.rivals {
		fmt.Fprintf(t, "- %s: %s%s.\n", r.Name, r.About, b.agreement(r))
	}
}

// agreement is the area of a rival's masks as a share of the graph's.
func (b *bench) agreement(r rival) string {
	var mine, theirs float64
	for _, w := range b.work {
		s, ok := b.results.summary(w.Name, r.Name, "")
		g, have := b.results.summary(w.Name, "graph", "")
		if ok && have && s.Area > 0 {
			mine, theirs = mine+float64(g.Area), theirs+float64(s.Area)
		}
	}
	if theirs == 0 || r.Name == "graph" {
		return ""
	}
	return fmt.Sprintf("; the area of its masks is %.3f of the graph's", theirs/mine)
}

func (b *bench) floor() string {
	for _, r := range b.rivals {
		if r.floor {
			return r.Name
		}
	}
	return ""
}

func number(v float64) string {
	if v >= 100 || v == float64(int(v)) {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.3g", v)
}
