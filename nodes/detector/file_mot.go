package detector

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// parseMOT reads the text of the MOT challenge: frame,id,left,top,width,height,
// score and columns that are not looked at. A score that is missing or -1 is
// unknown and becomes 1. Empty lines and lines that begin with # are skipped.
func parseMOT(path string, data []byte, cfg File) (*boxFile, error) {
	b := &boxFile{labels: []string{cfg.Label}, frames: map[uint64][]nodes.Instance{}}
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		seq, it, err := motLine(line, cfg.First)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, number, err)
		}
		it.Label = cfg.Label
		b.frames[seq] = append(b.frames[seq], it)
	}
	return b, nil
}

var motColumns = [...]string{"frame", "id", "x", "y", "w", "h", "score"}

func motLine(line string, first int) (uint64, nodes.Instance, error) {
	cells := strings.Split(line, ",")
	if len(cells) < 6 {
		return 0, nodes.Instance{}, fmt.Errorf("want frame,id,x,y,w,h,score, got %.60q", line)
	}
	values := [len(motColumns)]float64{6: 1}
	for i := range min(len(cells), len(values)) {
		v, err := strconv.ParseFloat(strings.TrimSpace(cells[i]), 32)
		if err != nil || v-v != 0 { // neither infinite nor NaN
			return 0, nodes.Instance{}, fmt.Errorf("%s: want a number, got %.40q", motColumns[i], cells[i])
		}
		values[i] = v
	}
	frame := values[0]
	if frame != math.Trunc(frame) || frame < float64(first) || frame > 1<<24 {
		return 0, nodes.Instance{}, fmt.Errorf("frame: want a whole number from %d (see file.first), got %s", first, strings.TrimSpace(cells[0]))
	}
	return uint64(frame) - uint64(first), nodes.Instance{Box: boxXYWH(values[2:6]), Score: scoreOf(values[6])}, nil
}

func boxXYWH(v []float64) nodes.Box {
	return nodes.Box{X1: float32(v[0]), Y1: float32(v[1]), X2: float32(v[0] + v[2]), Y2: float32(v[1] + v[3])}
}

func scoreOf(v float64) float32 {
	if v == -1 {
		return 1
	}
	return float32(v)
}
