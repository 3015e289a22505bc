package av

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestTimesAreKept(t *testing.T) {
	for _, c := range []struct {
		ending string
		rate   float64
		want   []float64
	}{
		{".mp4", 0, []float64{0, 0.04, 0.1, 10, 10.0333}},
		{".mkv", 0, []float64{0, 0.04, 0.1, 10, 10.033}},
		{".webm", 0, []float64{0, 0.04, 0.1, 10, 10.033}},
		{".mp4", 30000.0 / 1001, []float64{0, 1.001 / 30, 2.002 / 30, 3.003 / 30, 4.004 / 30}},
		{".avi", 12.5, []float64{0, 0.08, 0.16, 0.24, 0.32}},
	} {
		t.Run(fmt.Sprint(c.ending, c.rate), func(t *testing.T) {
			e, err := NewEncoder(c.ending, 64, 48)
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			log, _ := AppendHeader(nil, e.Params())
			for i, at := range []float64{0, 0.04, 0.1, 10, 10.0333} {
				p, err := e.Encode(picture(64, 48, i), int64(math.Round(at*Ticks)))
				if err != nil {
					t.Fatal(err)
				}
				log = AppendPacket(log, p)
			}
			path := t.TempDir() + "/o" + c.ending
			mux(t, path, log, c.rate)
			_, about := decode(t, path)
			var got []float64
			for line := range strings.Lines(about) {
				if at, err := strconv.ParseFloat(strings.Trim(line, ",\n"), 64); err == nil {
					got = append(got, at)
				}
			}
			if !slices.EqualFunc(got, c.want, func(a, b float64) bool { return math.Abs(a-b) < 1e-4 }) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
