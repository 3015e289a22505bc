package main

import (
	"fmt"
	"html"
	"strings"
)

// plot draws the throughput of each rival as a share of the best of its workload.
func (b *bench) plot() string {
	const left, width, bar, gap, top = 210, 520, 16, 30, 40
	var body strings.Builder
	y := top
	for _, w := range b.work {
		fmt.Fprintf(&body, `<text x="%d" y="%d" font-weight="bold">%s</text>`+"\n", 10, y, html.EscapeString(w.Name))
		y += 10
		best := 0.0
		for _, r := range b.rivals {
			s, _ := b.results.summary(w.Name, r.Name, "")
			best = max(best, s.FPS)
		}
		for _, r := range b.rivals {
			s, ok := b.results.summary(w.Name, r.Name, "")
			if !ok {
				continue
			}
			length := s.FPS / best * width
			fmt.Fprintf(&body, `<text x="%d" y="%d" text-anchor="end">%s</text>`, left-8, y+12, html.EscapeString(r.Name))
			fmt.Fprintf(&body, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`, left, y, length, bar-3, colour(r.Name))
			fmt.Fprintf(&body, `<text x="%.1f" y="%d">%.2f</text>`+"\n", left+length+6, y+12, s.FPS)
			y += bar
		}
		y += gap
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
<rect width="100%%" height="100%%" fill="white"/>
<text x="10" y="18" font-size="14">Frames a second (more is better)</text>
%s</svg>
`, left+width+70, y, body.String())
}

func colour(rival string) string {
	switch {
	case strings.HasPrefix(rival, "graph"):
		return "#1f77b4"
	case strings.HasPrefix(rival, "bare"), strings.HasPrefix(rival, "SAM"):
		return "#999999"
	}
	return "#ff7f0e"
}
