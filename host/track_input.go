package main

import (
	"fmt"
	"os"

	"github.com/maskgraph/maskgraph/nodes/eval/mot"
)

// defaultRate is for detections that nobody has said the frame rate of.
const defaultRate = 30.0

func readDetections(path string) (*mot.File, mot.SeqInfo, error) {
	if path == "-" {
		f, err := mot.Read(stdin, os.Stdin)
		return f, mot.SeqInfo{First: -1}, err
	}
	f, err := mot.ReadFile(path)
	if err != nil {
		return nil, mot.SeqInfo{}, err
	}
	info, err := mot.FindSeqInfo(path)
	return f, info, err
}

// stdin is its name in messages.
const stdin = "standard input"

// settle finds the frame rate and the first frame, and says what it has taken.
func settle(path string, f *mot.File, info mot.SeqInfo, o trackOptions) (rate float64, first int) {
	from := "--fps"
	switch {
	case o.rate > 0:
		rate = o.rate
	case info.Rate > 0:
		rate, from = info.Rate, info.Path
	default:
		rate, from = defaultRate, "nobody says more: set --fps"
	}
	first = o.first
	if first < 0 {
		first = info.First
	}
	if first < 0 {
		first = f.First()
	}
	if path == "-" {
		path = stdin
	}
	kind := "MOT boxes"
	if f.Masks {
		kind = "MOTS masks"
	}
	fmt.Fprintf(os.Stderr, "%s: %d %s, frames %d to %d, %g a second (%s)\n", path, len(f.Rows), kind, first, f.Last(), rate, from)
	return rate, first
}
