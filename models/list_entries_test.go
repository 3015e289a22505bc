package models

import (
	"regexp"
	"slices"
	"testing"
)

// TestListEntries holds every entry to what the nodes rely on.
func TestListEntries(t *testing.T) {
	seen := map[string]bool{}
	once := func(kind, s string) {
		if seen[kind+s] {
			t.Errorf("%s %q is there twice", kind, s)
		}
		seen[kind+s] = true
	}
	for _, m := range List() {
		once("name", m.Name)
		for _, f := range m.Files {
			once("file", f.Name)
			once("hash", f.SHA256)
		}
		t.Run(m.Name, func(t *testing.T) { checkModel(t, m) })
	}
}

func checkModel(t *testing.T, m Model) {
	roles := map[string][]string{
		"runtime/":       {"library", "library"},
		"segment/sam":    {"encoder", "decoder"},
		"detect/yolox":   {"detector"},
		"detect/nanodet": {"detector"},
	}
	var got []string
	for _, f := range m.Files {
		got = append(got, f.Role)
		checkFile(t, m, f)
	}
	if want, ok := roles[m.Task+"/"+m.Decode]; !ok || !slices.Equal(got, want) {
		t.Errorf("task %q with decode %q has files of roles %v, want %v", m.Task, m.Decode, got, want)
	}
	match(t, "name", m.Name, `^[a-z0-9]+(-[a-z0-9]+)*$`)
	match(t, "doc", m.Doc, `^[A-Z][^\n]+\.$`)
	match(t, "licence", m.Licence, `^(MIT|Apache-2\.0)$`)
	match(t, "home", m.Home, `^https://[^ ]+$`)
	if (m.Labels != "") != (m.Task == "detect") {
		t.Errorf("labels %q for task %s", m.Labels, m.Task)
	}
	if m.Labels != "" {
		if _, err := Labels(m.Labels); err != nil {
			t.Error(err)
		}
	}
	checkInput(t, m)
}

func checkInput(t *testing.T, m Model) {
	if m.Task == "runtime" {
		if m.Input != (Input{}) {
			t.Errorf("a runtime has no input, got %+v", m.Input)
		}
		return
	}
	match(t, "order", m.Input.Order, `^(rgb|bgr)$`)
	for i := range 3 {
		if m.Input.Std[i] <= 0 || m.Input.Mean[i] < 0 || m.Input.Mean[i] > 255 {
			t.Errorf("mean %v, std %v", m.Input.Mean, m.Input.Std)
		}
	}
	shape := m.Files[0].Inputs[0].Shape // the picture goes into the first file
	if want := []int64{int64(m.Input.Height), int64(m.Input.Width)}; len(shape) != 4 || shape[1] != 3 || !slices.Equal(shape[2:], want) {
		t.Errorf("input is %dx%d, shape %v", m.Input.Width, m.Input.Height, shape)
	}
}

func checkFile(t *testing.T, m Model, f File) {
	match(t, "file name", f.Name, `^[a-z0-9_.-]+\.(onnx|so)$`)
	match(t, "sha256", f.SHA256, `^[0-9a-f]{64}$`)
	if f.Size < 1<<20 || f.Size > 1<<28 {
		t.Errorf("%s: %d bytes", f.Name, f.Size)
	}
	if len(f.Sources) < 2 {
		t.Errorf("%s: %d sources, want a second one", f.Name, len(f.Sources))
	}
	for _, s := range f.Sources {
		match(t, "source", s, npmSource.String()+`|^https://[^/ ]+/[^ ]+$`)
	}
	if m.Task == "runtime" {
		match(t, "platform", f.Platform, `^linux/(amd64|arm64)$`)
		return
	}
	if f.Platform != "" || len(f.Inputs) == 0 || len(f.Outputs) == 0 {
		t.Errorf("%s: platform %q, %d inputs, %d outputs", f.Name, f.Platform, len(f.Inputs), len(f.Outputs))
	}
	for _, x := range slices.Concat(f.Inputs, f.Outputs) {
		match(t, "tensor", x.Name, `^[a-z0-9_.]+$`)
		match(t, "type", x.Elem(), `^(float|int64|uint8)$`)
		if len(x.Shape) == 0 || slices.ContainsFunc(x.Shape, func(d int64) bool { return d < 1 && d != -1 }) {
			t.Errorf("%s: %s has shape %v", f.Name, x.Name, x.Shape)
		}
	}
}

func match(t *testing.T, what, got, pattern string) {
	t.Helper()
	if !regexp.MustCompile(pattern).MatchString(got) {
		t.Errorf("%s is %q, want %s", what, got, pattern)
	}
}
