package models

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
)

const platform = runtime.GOOS + "/" + runtime.GOARCH

// Model is one entry of models.yaml: what a graph file may name, where its files
// come from, and what its nodes must know to use it.
type Model struct {
	Name    string `yaml:"name"`    // as in graph files, such as mobile-sam
	Task    string `yaml:"task"`    // detect, segment or runtime: which node may name it
	Decode  string `yaml:"decode"`  // how outputs are read: yolox, nanodet, sam
	Doc     string `yaml:"doc"`     // what it is, in a sentence
	Licence string `yaml:"licence"` // SPDX identifier of the weights or the library
	Home    string `yaml:"home"`    // where it comes from
	Labels  string `yaml:"labels"`  // name of a label list, such as coco80; empty: none
	Input   Input  `yaml:"input"`
	Files   []File `yaml:"files"`
}

// Input says how a picture becomes the model's input: scaled by one factor to fit,
// placed at the upper left, normalised as (x - mean) / std on values of 0..255, the
// rest filled; NCHW float32 [1,3,Height,Width].
type Input struct {
	Width  int        `yaml:"width"`
	Height int        `yaml:"height"`
	Order  string     `yaml:"order"` // rgb or bgr
	Mean   [3]float32 `yaml:"mean"`  // in that order
	Std    [3]float32 `yaml:"std"`
	Fill   float32    `yaml:"fill"`  // of the rest, after normalising
	Round  bool       `yaml:"round"` // scaled sizes are rounded to the nearest pixel; otherwise cut off
}

// File is one file of a model.
type File struct {
	Role     string   `yaml:"role"`     // encoder, decoder, detector or library
	Name     string   `yaml:"name"`     // file name in a mirror directory and in messages
	Platform string   `yaml:"platform"` // GOOS/GOARCH; empty: any
	Size     int64    `yaml:"size"`     // bytes
	SHA256   string   `yaml:"sha256"`
	Sources  []string `yaml:"sources"` // tried in order: npm:PACKAGE@VERSION/PATH or https://…
	Inputs   []Tensor `yaml:"inputs"`
	Outputs  []Tensor `yaml:"outputs"`
}

// Tensor is the signature of one input or output, float32. A dimension of -1 is
// free.
type Tensor struct {
	Name  string  `yaml:"name"`
	Shape []int64 `yaml:"shape"`
}

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
