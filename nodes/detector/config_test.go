package detector

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProblems(t *testing.T) {
	for _, tt := range []struct{ name, settings, want string }{
		{"nothing said", "{}", "g.yaml:1:1: with.method: want model, motion, people, whole or file (or set model)"},
		{"model implies its method", "{model: yolox-nano, classes: [person]}", ""},
		{"method model without a model", "{method: model}", "g.yaml:1:1: with.model: method model wants the name of one; maskgraph models list shows them"},
		{"a model that segments", "{model: mobile-sam}", "g.yaml:1:9: with.model: mobile-sam is not for detection but for task segment"},
		{"words for a model with classes", "{model: yolox-nano, text: [person on a bicycle]}", "g.yaml:1:27: with.text: yolox-nano knows the classes it was trained with and no others: use classes, or an open-vocabulary model"},
		{"unknown class of many", "{model: yolox-nano, classes: [persn]}", "g.yaml:1:30: with.classes: unknown class \"persn\" (have person, bicycle, car and 77 more); did you mean person?"},
		{"unknown class of one", "{method: motion, classes: [car]}", "g.yaml:1:27: with.classes: unknown class \"car\" (have moving)"},
		{"file without path", "{method: file}", "g.yaml:1:1: with.file.path: method file wants the file with the boxes"},
		{"settings of others", "{method: whole, model: yolox-nano, text: [dog], threads: 2, motion: {width: 99}, people: {upscale: 2}, file: {path: x}}", `
g.yaml:1:24: with.model: belongs to method model, not to whole
g.yaml:1:42: with.text: belongs to method model, not to whole
g.yaml:1:58: with.threads: belongs to method model, not to whole
g.yaml:1:69: with.motion: belongs to method motion, not to whole
g.yaml:1:90: with.people: belongs to method people, not to whole
g.yaml:1:110: with.file: belongs to method file, not to whole`},
		{"out of range", "{method: motion, min_score: 1.5, max_overlap: -1, max_detections: 0, every: 0, threads: -1}", `
g.yaml:1:29: with.min_score: must be in [0, 1], got 1.5
g.yaml:1:47: with.max_overlap: must be in [0, 1], got -1
g.yaml:1:67: with.max_detections: must be at least 1, got 0
g.yaml:1:77: with.every: must be at least 1, got 0
g.yaml:1:89: with.threads: must be at least 0, got -1
g.yaml:1:89: with.threads: belongs to method model, not to motion`},
		{"motion out of range", "{method: motion, motion: {history: 1, min_area: 2, merge_above: -1, width: 0}}", `
g.yaml:1:36: with.motion.history: must be at least 2, got 1
g.yaml:1:49: with.motion.min_area: must be in [0, 1], got 2
g.yaml:1:1: with.motion.max_area: must be in [2, 1], got 0.8
g.yaml:1:65: with.motion.merge_above: must be in [0, 1], got -1
g.yaml:1:76: with.motion.width: must be at least 16, got 0`},
		{"people out of range", "{method: people, people: {upscale: 0.5}}", "g.yaml:1:36: with.people.upscale: must be in [1, 4], got 0.5"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := decoded(t, tt.settings)
			var lines []string
			for _, p := range problems {
				lines = append(lines, p.Error())
			}
			if diff := cmp.Diff(strings.TrimSpace(tt.want), strings.Join(lines, "\n")); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}
