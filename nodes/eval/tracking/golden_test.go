package tracking_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/eval/tracking"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// scoresOf is the scores of a folder of sequences, by name, as a benchmark's table
// has them.
func scoresOf(t *testing.T, truth, result string, stride int) map[string]tracking.Scores {
	t.Helper()
	sequences, missing, err := tracking.Sequences(truth, result)
	if err != nil || len(missing) > 0 {
		t.Fatal(missing, err)
	}
	var all []tracking.Compared
	for _, s := range sequences {
		c, err := tracking.Compare(s, tracking.Options{Stride: stride, First: -1, MinHeight: -1})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c...)
	}
	table := map[string]tracking.Scores{}
	for _, c := range append(all, tracking.Combine(all)...) {
		table[c.Name] = c.Scores()
	}
	return table
}

// same compares every score that want has, by its name in JSON.
func same(t *testing.T, got map[string]tracking.Scores, want map[string]map[string]float64) {
	t.Helper()
	if g, w := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(g, w) {
		t.Fatalf("rows %q, want %q", g, w)
	}
	for name, scores := range want {
		text, err := json.Marshal(got[name])
		if err != nil {
			t.Fatal(err)
		}
		have := map[string]float64{}
		if err := json.Unmarshal(text, &have); err != nil {
			t.Fatal(err)
		}
		for key, w := range scores {
			if g, ok := have[key]; !ok || math.Abs(g-w) > 1e-9 {
				t.Errorf("%s: %s is %v, want %v", name, key, g, w)
			}
		}
	}
}

// TestLikeAnotherScorer compares with what testdata/make.py wrote.
func TestLikeAnotherScorer(t *testing.T) {
	text, err := os.ReadFile("testdata/want.json")
	if err != nil {
		t.Fatal(err)
	}
	var sets []struct {
		Kind   string
		Stride int
		Scores map[string]map[string]float64
	}
	if err := json.Unmarshal(text, &sets); err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		t.Run(fmt.Sprintf("%s, stride %d", set.Kind, set.Stride), func(t *testing.T) {
			same(t, scoresOf(t, "testdata/"+set.Kind, "testdata/"+set.Kind+"-result", set.Stride), set.Scores)
		})
	}
}

// TestLikeSharedScorer scores the detections of the shared data, each a track of
// its own number, and asks the data's own scorer for the same.
func TestLikeSharedScorer(t *testing.T) {
	mot := nodestest.Shared(t, filepath.Join("data", "mot"))
	if err := exec.Command("python3", "-c", "import numpy").Run(); err != nil {
		t.Skip("the other scorer wants python3 with numpy: ", err)
	}
	if testing.Short() {
		t.Skip("some seconds")
	}
	for set, more := range map[string][]string{"mot15": nil, "mots": {"--mask"}} {
		results := t.TempDir()
		dirs, err := filepath.Glob(filepath.Join(mot, set, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, dir := range dirs {
			numbered(t, dir, filepath.Join(results, filepath.Base(dir)+".txt"))
		}
		t.Run(set, func(t *testing.T) {
			args := append([]string{filepath.Join(mot, "score.py"), "suite", filepath.Join(mot, set), results, "--json", "--stride", "3"}, more...)
			text, err := exec.Command("python3", args...).Output()
			if err != nil {
				t.Fatal(err)
			}
			var want map[string]map[string]float64
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			same(t, scoresOf(t, filepath.Join(mot, set), results, 3), want)
		})
	}
}
