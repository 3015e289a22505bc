package samprompter

import (
	"testing"
)

func TestSettings(t *testing.T) {
	prompt := func(p Prompt) func(*Config) { return func(c *Config) { c.Prompts = []Prompt{p} } }
	box := []float64{1, 2, 3, 4}
	for _, tc := range []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"as they are", func(*Config) {}, ""},
		{"a detector", func(c *Config) { c.Model = "yolox-nano" }, "model: yolox-nano is no segmentation model (its task is detect)"},
		{
			"ranges", func(c *Config) {
				c.MinPredictedIoU, c.MaxInstances, c.Threads, c.Clip, c.Reuse.MaxChange, c.LostAfter = 2, -1, -2, -0.1, 7, -1
			},
			"threads: must be at least 0, got -2\nclip: must be in [0, 1], got -0.1\nmin_predicted_iou: must be in [0, 1], got 2\n" +
				"reuse.max_change: must be in [0, 1], got 7\nmax_instances: must be at least 0, got -1\nlost_after: must be at least 0, got -1",
		},
		{
			"all masks of what is followed", func(c *Config) { c.Follow, c.Select = true, "all" },
			"select: must be one with follow: a thing is followed by one mask",
		},
		{"a prompt", prompt(Prompt{Box: box, Points: []Click{{X: 5, Y: 6}}, From: 1, To: 2}), ""},
		{"a prompt in fractions", prompt(Prompt{Box: []float64{0, 0.5, 0.5, 1}, Points: []Click{{X: 1, Y: 1}}, Unit: "fraction"}), ""},
		{"nowhere", prompt(Prompt{Label: "cat"}), "prompts[0]: says nowhere where the thing is: give it a box, points or a mask"},
		{"half a box", prompt(Prompt{Box: []float64{1, 2}}), "prompts[0].box: must be [x1, y1, x2, y2], got 2 numbers"},
		{"a box without width", prompt(Prompt{Box: []float64{3, 2, 3, 4}}), "prompts[0].box: must have x1 < x2 and y1 < y2, got [3 2 3 4]"},
		{"a large fraction", prompt(Prompt{Box: box, Unit: "fraction"}), "prompts[0].box: must be in [0, 1] as unit is fraction, got [1 2 3 4]"},
		{
			"far points", prompt(Prompt{Points: []Click{{X: 0.5, Y: 0.5}, {X: 2}}, Unit: "fraction"}),
			"prompts[0].points[1]: must be in [0, 1] as unit is fraction, got (2, 0)",
		},
		{"a negative point", prompt(Prompt{Points: []Click{{X: -3}}}), "prompts[0].points[0]: must not be negative, got (-3, 0)"},
		{
			"nothing but background", prompt(Prompt{Points: []Click{{X: 3, Background: true}}}),
			"prompts[0].points: are all background: click on the thing too, or give a box",
		},
		{
			"words", prompt(Prompt{Text: "dog"}),
			"prompts[0].text: mobile-sam takes no text: let a Detector with text find boxes, or name a model of the form sam-text",
		},
		{"no words", prompt(Prompt{Box: box, Text: " "}), "prompts[0].text: must not be blank\n" +
			"prompts[0].text: mobile-sam takes no text: let a Detector with text find boxes, or name a model of the form sam-text"},
		{
			"times", prompt(Prompt{Box: box, From: -1, To: -2}),
			"prompts[0].from: must be at least 0, got -1\nprompts[0].to: must be later than from (-1), or 0 for never, got -2",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cfg := defaults
			tc.change(&cfg)
			got := ""
			if err := cfg.Validate(); err != nil {
				got = err.Error()
			}
			if got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}
