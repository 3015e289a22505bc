package detector

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
)

// openKind is what sets one kind of open-vocabulary model apart.
//
// What was tried: OWL-ViT, OWLv2, Grounding DINO and CLIP's text encoder as their
// PyTorch code (transformers 5.23) exports them, small and with random weights; the
// scores agree within 3e-6, the boxes within 1e-3 pixels. YOLO-World only with
// networks that the tests make. None with published weights: minScore and the
// overlap of YOLO-World are those of the models' usual demos, the other overlaps,
// where these use none, are a choice; nothing of it was measured.
type openKind struct {
	read                 reader
	prompt               prompter
	minScore, maxOverlap float64 // what suits the model
	smooth               bool    // trained with pictures that were shrunk by averaging
}

// openKindOf looks a model's kind up by its Decode.
func openKindOf(m models.Model) (kind openKind, ok bool) {
	switch m.Decode {
	case "yolo-world": // Cheng et al., YOLO-World, 2024
		return openKind{readYOLOWorld, promptYOLOWorld, 0.25, 0.7, false}, true
	case "owl-vit": // Minderer et al., OWL-ViT, 2022, and OWLv2, 2023
		return openKind{readLogits, promptOWL, 0.1, 0.5, true}, true
	case "grounding-dino": // Liu et al., Grounding DINO, 2023
		return openKind{readLogits, promptGroundingDINO, 0.35, 0.8, true}, true
	}
	return openKind{}, false
}

// longestPhrase, in letters, is far more than any of the models reads.
const longestPhrase = 300

// checkText says what is wrong with the phrases for a model, open-vocabulary or not.
func (c Config) checkText(m models.Model) error {
	if _, open := openKindOf(m); !open {
		if len(c.Text) > 0 {
			return fmt.Errorf("text: %s knows the classes it was trained with and no others: use classes, or an open-vocabulary model", m.Name)
		}
		return nil
	}
	baked, err := vocabularyOf(m)
	if err != nil {
		return fmt.Errorf("model: %w", err)
	}
	if len(c.Text) == 0 && len(baked) == 0 {
		return fmt.Errorf("text: %s finds what it is told to find: say what that is", m.Name)
	}
	var errs []error
	for i, phrase := range c.Text {
		if err := checkPhrase(m, baked, c.Text[:i], phrase); err != nil {
			errs = append(errs, fmt.Errorf("text[%d]: %w", i, err))
		}
	}
	if most := mostPhrases(m); most > 0 && len(c.Text) > most {
		errs = append(errs, fmt.Errorf("text: %s takes at most %d phrases, got %d", m.Name, most, len(c.Text)))
	}
	return errors.Join(errs...)
}

func checkPhrase(m models.Model, baked, before []string, phrase string) error {
	switch n := utf8.RuneCountInString(phrase); {
	case strings.TrimSpace(phrase) == "":
		return errors.New("must not be empty")
	case n > longestPhrase:
		return fmt.Errorf("must have at most %d letters, got %d", longestPhrase, n)
	case slices.Contains(before, phrase):
		return fmt.Errorf("%q is there already", phrase)
	case len(baked) > 0 && !slices.Contains(baked, phrase):
		return fmt.Errorf("this file of %s was exported for other phrases than %q (%s)%s",
			m.Name, phrase, listed(baked), nodes.DidYouMean(phrase, baked))
	case m.Decode == "grounding-dino" && strings.ContainsAny(phrase, ".?"):
		return fmt.Errorf("must not hold a full stop or question mark, where %s parts phrases", m.Name)
	}
	return nil
}

// vocabularyOf is what a model's file was exported for, nothing when it can look for
// anything.
func vocabularyOf(m models.Model) ([]string, error) {
	if len(m.Vocabulary) > 0 || m.Labels == "" {
		return m.Vocabulary, nil
	}
	return models.Labels(m.Labels)
}

// mostPhrases is how many phrases fit into a model's inputs, 0 when any number does.
func mostPhrases(m models.Model) int {
	file, _ := m.File("detector")
	for _, t := range file.Inputs {
		switch {
		case isEmbeddings(t):
			return max(0, int(t.Shape[1]))
		case t.Name == "input_ids" && m.Decode == "owl-vit":
			return max(0, int(t.Shape[0]))
		}
	}
	return 0
}

func isPicture(t models.Tensor) bool    { return t.Elem() == "float" && len(t.Shape) == 4 }
func isEmbeddings(t models.Tensor) bool { return t.Elem() == "float" && len(t.Shape) == 3 }
