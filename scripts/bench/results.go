package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// results is everything that was measured.
type results struct {
	Machine   string                        `json:"machine"`
	Finished  time.Time                     `json:"finished"`
	Rounds    int                           `json:"rounds"`
	Turns     map[string]map[string][]*turn `json:"turns"` // by workload and rival; one for each round
	Sequences []sequenceTurn                `json:"sequences"`
	Live      []liveTurn                    `json:"live"`
	Memory    []memoryTurn                  `json:"memory"`
	Micro     []micro                       `json:"micro"`
}

func (r *results) add(work, rival string, round int, t turn) {
	if r.Turns == nil {
		r.Turns = map[string]map[string][]*turn{}
	}
	if r.Turns[work] == nil {
		r.Turns[work] = map[string][]*turn{}
	}
	all := r.Turns[work][rival]
	for len(all) <= round {
		all = append(all, nil)
	}
	all[round] = &t
	r.Turns[work][rival] = all
}

// summary is a rival on a workload, over all rounds.
type summary struct {
	FPS, Ratio float64 // medians; Ratio of the floor's throughput in the same round
	PeakMB     float64 // the greatest
	Area       int
}

func (r *results) summary(work, rival, floor string) (s summary, ok bool) {
	var fps, ratios []float64
	for round, t := range r.Turns[work][rival] {
		if t == nil || t.Seconds == 0 {
			continue
		}
		fps = append(fps, float64(t.Frames)/t.Seconds)
		if base := r.Turns[work][floor]; round < len(base) && base[round] != nil {
			ratios = append(ratios, base[round].Seconds/t.Seconds)
		}
		s.PeakMB, s.Area = max(s.PeakMB, t.PeakMB), t.Area
	}
	s.FPS, s.Ratio = median(fps), median(ratios)
	return s, len(fps) > 0
}

func median(all []float64) float64 {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// write writes all three forms.
func (b *bench) write() error {
	text, err := json.MarshalIndent(b.results, "", "  ")
	if err != nil {
		return err
	}
	table := b.markdown()
	for name, data := range map[string][]byte{"bench.json": text, "bench.md": []byte(table), "bench.svg": []byte(b.plot())} {
		path := filepath.Join(b.dir, name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
		say("wrote %s", path)
	}
	_, err = os.Stdout.WriteString(table)
	return err
}
