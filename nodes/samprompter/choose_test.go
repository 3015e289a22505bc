package samprompter

import (
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// answerOf has masks of so many cells in a row, the single one first.
func answerOf(ious [4]float32, cells [4]int) sam.Answer {
	a := make(sam.Answer, 4)
	for i := range a {
		a[i] = sam.Candidate{Token: i, IoU: ious[i], Logits: rowOf(cells[i])}
	}
	return a
}

func rowOf(cells int) []float32 {
	logits := make([]float32, sam.Grid*sam.Grid)
	for i := range logits {
		logits[i] = -1
		if i < cells {
			logits[i] = 1
		}
	}
	return logits
}

// steadyByCells stands for the stability of a mask: a hundredth for each cell.
func steadyByCells(logits []float32, _ float32) float32 {
	cells := 0
	for _, v := range logits {
		if v > 0 {
			cells++
		}
	}
	return float32(cells) / 100
}

func TestChoiceAmongMasks(t *testing.T) {
	box, click := sam.Prompt{Box: nodes.Box{X2: 9, Y2: 9}}, sam.Prompt{Points: []nodes.Point{{X: 1, Y: 1}}}
	followed := object{prompt: sam.Prompt{Logits: rowOf(100)}, thing: &thing{}}
	even := [4]int{100, 100, 100, 100}
	for _, tc := range []struct {
		name  string
		token string
		o     object
		a     sam.Answer
		want  int
	}{
		{"auto takes the single mask of a box", "auto", object{prompt: box}, answerOf([4]float32{0.1, 0.9, 0.8, 0.7}, even), 0},
		{"auto takes the best of a click", "auto", object{prompt: click}, answerOf([4]float32{1, 0.6, 0.8, 0.7}, even), 2},
		{"auto asks the model's entry about boxes", "auto, model: best3", object{prompt: box}, answerOf([4]float32{1, 0.6, 0.8, 0.7}, even), 2},
		{"but not about a click", "auto, model: token0", object{prompt: click}, answerOf([4]float32{1, 0.6, 0.8, 0.7}, even), 2},
		{"token0 does not ask", "token0", object{prompt: click}, answerOf([4]float32{0.1, 0.6, 0.8, 0.7}, even), 0},
		{"best3 leaves the single mask out", "best3", object{prompt: box}, answerOf([4]float32{1, 0.6, 0.7, 0.8}, even), 3},
		{"what was chosen stays", "best3", object{prompt: box, last: 1}, answerOf([4]float32{0, 0.79, 0.8, 0.7}, even), 1},
		{"until another is clearly better", "best3", object{prompt: box, last: 1}, answerOf([4]float32{0, 0.7, 0.8, 0.7}, even), 2},
		{"one mask is no choice", "best3", object{prompt: box}, answerOf([4]float32{0.5}, even)[:1], 0},
		{"sam2 trusts a steady single mask", "sam2", object{prompt: box}, answerOf([4]float32{0.1, 0.6, 0.8, 0.7}, [4]int{99, 1, 1, 1}), 0},
		{"and no other", "sam2", object{prompt: box}, answerOf([4]float32{0.9, 0.6, 0.8, 0.7}, [4]int{97, 1, 1, 1}), 2},
		{"stability asks for nothing else", "stability", object{prompt: box}, answerOf([4]float32{1, 1, 0.2, 0.7}, [4]int{99, 50, 70, 60}), 2},
		{"of what is followed, the best that agrees", "token0", followed, answerOf([4]float32{0.5, 0.9, 0.8, 1}, [4]int{100, 80, 100, 30}), 1},
		{"or what agrees most", "token0", followed, answerOf([4]float32{0.5, 0.9, 0.8, 1}, [4]int{30, 10, 40, 20}), 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			token, suits, _ := strings.Cut(tc.token, ", model: ")
			n := &node{cfg: Config{Token: token, Select: "one", Hysteresis: 0.05}, entry: models.Model{Token: suits}}
			if got := n.choose(steadyByCells, &tc.o, tc.a); got.Token != tc.want {
				t.Errorf("got token %d, want %d", got.Token, tc.want)
			}
		})
	}
}
