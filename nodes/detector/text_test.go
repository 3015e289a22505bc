package detector

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
)

func TestCheckText(t *testing.T) {
	embedded := []models.Tensor{{Name: "images", Shape: []int64{1, 3, 64, 64}}, {Name: "txt", Shape: []int64{1, 2, 512}}}
	rows := []models.Tensor{{Name: "input_ids", Shape: []int64{2, 16}, Type: "int64"}}
	for _, tt := range []struct {
		name   string
		model  models.Model
		inputs []models.Tensor
		text   []string
		want   string
	}{
		{"closed set", models.Model{Decode: "yolox"}, nil, []string{"dog"}, "text: m knows the classes it was trained with and no others: use classes, or an open-vocabulary model"},
		{"closed set without text", models.Model{Decode: "yolox"}, nil, nil, ""},
		{"nothing to find", models.Model{Decode: "owl-vit"}, nil, nil, "text: m finds what it is told to find: say what that is"},
		{"fits", models.Model{Decode: "owl-vit"}, rows, []string{"dog", "cat. Really?"}, ""},
		{"empty and twice", models.Model{Decode: "owl-vit"}, nil, []string{"dog", " \t", "dog"}, "text[1]: must not be empty\ntext[2]: \"dog\" is there already"},
		{"endless", models.Model{Decode: "owl-vit"}, nil, []string{strings.Repeat("ä", 301)}, "text[0]: must have at most 300 letters, got 301"},
		{"too many rows", models.Model{Decode: "owl-vit"}, rows, []string{"a", "b", "c"}, "text: m takes at most 2 phrases, got 3"},
		{"too many embeddings", models.Model{Decode: "yolo-world"}, embedded, []string{"a", "b", "c"}, "text: m takes at most 2 phrases, got 3"},
		{"sentences", models.Model{Decode: "grounding-dino"}, nil, []string{"a dog. a cat"}, "text[0]: must not hold a full stop or question mark, where m parts phrases"},
		{"own vocabulary", models.Model{Decode: "yolo-world", Vocabulary: []string{"helmet", "vest"}}, nil, []string{"vest", "west"}, `text[1]: this file of m was exported for other phrases than "west" (have helmet, vest); did you mean vest?`},
		{"unknown labels", models.Model{Decode: "yolo-world", Labels: "lvis"}, nil, nil, `model: unknown labels "lvis" (have coco80)`},
		{"vocabulary of the file", models.Model{Decode: "yolo-world", Labels: "coco80"}, nil, []string{"dog"}, ""},
		{"not in the file", models.Model{Decode: "yolo-world", Labels: "coco80"}, nil, []string{"car", "persn"}, `text[1]: this file of m was exported for other phrases than "persn" (have person, bicycle, car and 77 more); did you mean person?`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.model.Name, tt.model.Files = "m", []models.File{{Role: "detector", Inputs: tt.inputs}}
			got := ""
			if err := (Config{Text: tt.text}).checkText(tt.model); err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}

// TestTextMistakes: entries and files that do not go together.
func TestTextMistakes(t *testing.T) {
	long := []string{strings.TrimSpace(strings.Repeat("dog ", 60)), strings.TrimSpace(strings.Repeat("tree ", 59))}
	for _, tt := range []struct {
		name string
		make func(t *testing.T) *textKit
		text []string
		want string
	}{
		{"too many tokens", func(t *testing.T) *textKit { return dino(t, 64) }, long, "model made: the phrases are 123 tokens, it takes 64 at most: use fewer or shorter ones"},
		{"no tokenizer", func(t *testing.T) *textKit {
			k := newTextKit(t, "owl-vit")
			k.addNetwork(t, "detector", onnx.New(17))
			return k
		}, nil, "model made: no file of role tokenizer (have detector)"},
		{"the wrong tokenizer", func(t *testing.T) *textKit {
			k := newTextKit(t, "grounding-dino")
			k.add(t, "tokenizer", "i n\n")
			return k
		}, nil, "model made: DIR/tokenizer: vocabulary of BERT: no line [CLS] among 1"},
		{"no picture", func(t *testing.T) *textKit {
			k := owl(t, -1, tokenPerson)
			k.model.Files[1].Inputs[1].Type = "int64"
			return k
		}, nil, "model made: the Detector does not know what to give to input pixel_values"},
		{"embeddings of another size", func(t *testing.T) *textKit {
			k := yoloWorld(t, -1, false)
			k.model.Files[2].Inputs[1].Shape[2] = 512
			return k
		}, nil, "model made: its text-encoder gives 4 values, its detector's input text_features wants 512"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.text == nil {
				tt.text = []string{"dog"}
			}
			k := tt.make(t)
			_, err := k.open(t, Config{Text: tt.text})
			if err == nil || strings.ReplaceAll(err.Error(), k.dir, "DIR") != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// TestTextTooLong: what CLIP does not read is left out with a warning.
func TestTextTooLong(t *testing.T) {
	n := owl(t, -1, tokenPerson).mustOpen(t, Config{Text: []string{"dog", "person " + strings.Repeat("dog ", 20)}})
	if got := look(t, n, 0, red(t, 64, 64)).Items; len(got) != 1 || got[0].Class != 1 {
		t.Errorf("found %v", got)
	}
	want := []string{"text[1]: made reads 14 tokens of it, the rest is left out"}
	if diff := cmp.Diff(want, n.Report().Warnings); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
}
