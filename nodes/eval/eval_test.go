package eval_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval"
)

func box(b [4]float32) nodes.Box { return nodes.Box{X1: b[0], Y1: b[1], X2: b[2], Y2: b[3]} }

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// TestBoxAPLikePycocotools compares with what testdata/box_ap.py wrote.
func TestBoxAPLikePycocotools(t *testing.T) {
	text, err := os.ReadFile("testdata/box_ap.json")
	if err != nil {
		t.Fatal(err)
	}
	type found struct {
		Label string
		Box   [4]float32
		Score float32
		Crowd bool
	}
	var sets []struct {
		Images []struct{ Truth, Found []found }
		Want   struct {
			AP50, AP75, AP5095   float64
			Classes50, Classes75 map[string]float64
		}
	}
	if err := json.Unmarshal(text, &sets); err != nil {
		t.Fatal(err)
	}
	for i, set := range sets {
		var images []eval.Image
		for _, s := range set.Images {
			var image eval.Image
			for _, f := range s.Truth {
				image.Truth = append(image.Truth, eval.Truth{Instance: nodes.Instance{Label: f.Label, Box: box(f.Box)}, Crowd: f.Crowd})
			}
			for _, f := range s.Found {
				image.Found = append(image.Found, nodes.Instance{Label: f.Label, Box: box(f.Box), Score: f.Score})
			}
			images = append(images, image)
		}
		t.Run(fmt.Sprintf("set %d", i), func(t *testing.T) {
			wantAP(t, images, 0.5, set.Want.AP50, set.Want.Classes50)
			wantAP(t, images, 0.75, set.Want.AP75, set.Want.Classes75)
			if got := eval.BoxAP5095(images); !near(got, set.Want.AP5095) {
				t.Errorf("AP50:95 is %v, want %v", got, set.Want.AP5095)
			}
		})
	}
}

func wantAP(t *testing.T, images []eval.Image, iou, want float64, wantClasses map[string]float64) {
	t.Helper()
	got, classes := eval.BoxAP(images, iou)
	if !near(got, want) || len(classes) != len(wantClasses) {
		t.Errorf("AP at %v is %v of %d classes, want %v of %d", iou, got, len(classes), want, len(wantClasses))
	}
	for label, want := range wantClasses {
		if got, ok := classes[label]; !ok || !near(got, want) {
			t.Errorf("AP of %s at %v is %v, want %v", label, iou, got, want)
		}
	}
}

func TestBoxAPByHand(t *testing.T) {
	a, b, far := nodes.Box{X2: 10, Y2: 10}, nodes.Box{X1: 20, X2: 30, Y2: 10}, nodes.Box{X1: 90, X2: 99, Y2: 9}
	truth := func(boxes ...nodes.Box) (out []eval.Truth) {
		for _, b := range boxes {
			out = append(out, eval.Truth{Instance: nodes.Instance{Label: "car", Box: b}})
		}
		return out
	}
	found := func(score float32, b nodes.Box) nodes.Instance {
		return nodes.Instance{Label: "car", Box: b, Score: score}
	}
	crowd := eval.Truth{Instance: nodes.Instance{Label: "car", Box: far}, Crowd: true}
	tests := []struct {
		name  string
		image eval.Image
		want  float64
	}{
		{"nothing at all", eval.Image{}, 0},
		{"nothing found", eval.Image{Truth: truth(a)}, 0},
		{"all found", eval.Image{Truth: truth(a, b), Found: []nodes.Instance{found(0.1, b), found(0.9, a)}}, 1},
		{"one of two", eval.Image{Truth: truth(a, b), Found: []nodes.Instance{found(0.9, a)}}, 51. / 101},
		{"twice the same", eval.Image{Truth: truth(a), Found: []nodes.Instance{found(0.9, a), found(0.8, a)}}, 1},
		{"wrong one first", eval.Image{Truth: truth(a), Found: []nodes.Instance{found(0.9, far), found(0.8, a)}}, 0.5},
		{"crowd is ignored", eval.Image{Truth: append(truth(a), crowd), Found: []nodes.Instance{found(0.9, far), found(0.95, far), found(0.8, a)}}, 1},
		{"only a crowd", eval.Image{Truth: []eval.Truth{crowd}, Found: []nodes.Instance{found(0.9, a)}}, 0},
		{"another label", eval.Image{Truth: truth(a), Found: []nodes.Instance{{Label: "dog", Box: a, Score: 1}}}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := eval.BoxAP([]eval.Image{tt.image}, 0.5); !near(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestMeanMaskIoU(t *testing.T) {
	whole := nodes.MaskFromBitmap(0, 0, 2, 1, []byte{1, 1})
	half := nodes.MaskFromBitmap(0, 0, 2, 1, []byte{1, 0})
	got := eval.MeanMaskIoU([]*nodes.Mask{whole, whole, whole, {}}, []*nodes.Mask{whole, half, nil, whole})
	if !near(got, 1.5/4) {
		t.Errorf("got %v, want 0.375", got)
	}
	if got := eval.MeanMaskIoU(nil, nil); got != 0 {
		t.Errorf("of no masks: %v", got)
	}
}
