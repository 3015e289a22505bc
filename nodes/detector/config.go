package detector

import (
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// Config is what a graph file may say about a Detector.
type Config struct {
	Method string   `yaml:"method" enum:"model,motion,people,whole,file" doc:"How to find things: model (an ONNX model; the default when model is set), motion (what moves before a fixed camera), people (OpenCV's HOG detector, no weights needed), whole (the frame as one box), file (boxes that somebody else has found)."`
	Model  string   `yaml:"model" doc:"Method model: the name of a detection model; maskgraph models list shows them."`
	Text   []string `yaml:"text" doc:"Method model, with an open-vocabulary model (YOLO-World, OWL-ViT, OWLv2, Grounding DINO): what to look for, in words, such as person on a bicycle. What is found carries its phrase as label and the phrase's place in this list as class; a thing gets the phrase that fits it best. Such models come from a list of your own, models.yaml in the directory MASKGRAPH_MODELS. What was tried: OWL-ViT, OWLv2 and Grounding DINO with the networks of the Python package transformers and random weights, YOLO-World with made-up networks of its signature; none with published weights."`

	Classes       []string `yaml:"classes" doc:"Keep only these classes, by name. Empty: all."`
	MinScore      float64  `yaml:"min_score" doc:"Boxes that score less are dropped, 0 to 1. 0: the method's own limit, which is 0.3 for models (of open vocabulary: 0.25 for YOLO-World, 0.1 for OWL-ViT, 0.35 for Grounding DINO), 0.7 for people (whose lowest score is 0.5), and none otherwise. Of method motion the score is the share of the box that moves."`
	MaxOverlap    float64  `yaml:"max_overlap" doc:"Of two boxes of one class that overlap more (IoU), the weaker is dropped. 1 keeps all. 0: the method's own limit, which suits each model, is 0.5 for people and keeps all otherwise."`
	MaxDetections int      `yaml:"max_detections" doc:"At most so many boxes on a frame, the best by score."`
	Every         int      `yaml:"every" doc:"Look at every n-th frame of a stream only. The others are marked as skipped."`
	Threads       int      `yaml:"threads" doc:"Method model: CPU threads of the model. 0: as many as the graph says, or as there are cores."`
	Device        string   `yaml:"device" doc:"Method model: what the model runs on. auto: the first of cuda, coreml, directml and cpu that is there. maskgraph devices shows what this machine has." enum:"cpu,cuda,tensorrt,openvino,coreml,directml,webgpu,auto"`

	Motion Motion `yaml:"motion" doc:"Settings of method motion."`
	People People `yaml:"people" doc:"Settings of method people."`
	File   File   `yaml:"file" doc:"Settings of method file."`
}

var defaults = Config{
	Device:        ort.CPU,
	MaxDetections: 100,
	Every:         1,
	Motion:        Motion{Subtractor: "mog2", History: 500, MinArea: 0.001, MaxArea: 0.8, MergeAbove: 0.02, Width: 480},
	People:        People{Upscale: 1},
	File:          File{First: 1, Label: "object"},
}

func (c Config) run() ort.Options { return ort.Options{Threads: c.Threads, Device: c.Device} }

// Validate checks everything that can be known without opening a file.
func (c Config) Validate() error {
	errs := []error{
		within("min_score", c.MinScore, 0, 1),
		within("max_overlap", c.MaxOverlap, 0, 1),
		atLeast("max_detections", c.MaxDetections, 1),
		atLeast("every", c.Every, 1),
		c.run().Validate(),
		c.Motion.validate(),
		c.People.validate(),
		c.foreign(),
	}
	switch c.method() {
	case "model":
		errs = append(errs, c.validateModel())
	case "motion":
		errs = append(errs, checkClasses(c.Classes, movingLabels))
	case "people":
		errs = append(errs, checkClasses(c.Classes, peopleLabels))
	case "whole":
		errs = append(errs, checkClasses(c.Classes, wholeLabels))
	case "file":
		errs = append(errs, c.File.validate())
	default:
		errs = append(errs, errors.New("method: want model, motion, people, whole or file (or set model)"))
	}
	return errors.Join(errs...)
}

func (c Config) method() string {
	if c.Method == "" && c.Model != "" {
		return "model"
	}
	return c.Method
}

// foreign complains about settings that the method would not look at.
func (c Config) foreign() error {
	var errs []error
	for _, s := range []struct {
		name, method string
		set          bool
	}{
		{"model", "model", c.Model != ""},
		{"text", "model", len(c.Text) > 0},
		{"threads", "model", c.Threads != defaults.Threads},
		{"device", "model", c.Device != defaults.Device},
		{"motion", "motion", c.Motion != defaults.Motion},
		{"people", "people", c.People != defaults.People},
		{"file", "file", c.File != defaults.File},
	} {
		if m := c.method(); s.set && m != "" && m != s.method {
			errs = append(errs, fmt.Errorf("%s: belongs to method %s, not to %s", s.name, s.method, m))
		}
	}
	return errors.Join(errs...)
}

func within(name string, x, low, high float64) error {
	if x >= low && x <= high {
		return nil
	}
	return fmt.Errorf("%s: must be in [%v, %v], got %v", name, low, high, x)
}

func atLeast(name string, n, low int) error {
	if n >= low {
		return nil
	}
	return fmt.Errorf("%s: must be at least %d, got %d", name, low, n)
}
