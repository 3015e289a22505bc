package models

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestListNames(t *testing.T) {
	var names []string
	for _, m := range List() {
		names = append(names, m.Name)
	}
	if want := []string{"onnxruntime", "mobile-sam", "yolox-nano", "nanodet-m"}; !slices.Equal(names, want) {
		t.Errorf("models %v, want %v", names, want)
	}
}

func TestParseIsStrict(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"unknown field", "- name: a\n  sice: 3", "field sice not found in type models.Model"},
		{"unknown field of a file", "- files:\n  - role: x\n    sha: 3", "field sha not found in type models.File"},
		{"same field twice", "- name: a\n  name: b", `mapping key "name" already defined at line 1`},
		{"size is no number", "- files:\n  - size: big", "cannot construct !!str `big` into int64"},
		{"mean of two", "- input: {mean: [1, 2]}", "invalid array: want 3 elements but got 2"},
		{"no list", "name: a", "cannot construct !!map into []models.Model"},
		{"two documents", "- name: a\n---\n- name: b", "expected single document, found multiple"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parse([]byte(tt.yaml))
			if err == nil || !strings.HasPrefix(err.Error(), "models.yaml: ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want models.yaml: …%s", err, tt.want)
			}
		})
	}
}

func TestLookup(t *testing.T) {
	m, err := Lookup("mobile-sam")
	if err != nil || m.Name != "mobile-sam" {
		t.Errorf("got %q, %v", m.Name, err)
	}
	_, err = Lookup("mobilesam")
	if want := `unknown model "mobilesam" (have onnxruntime, mobile-sam, yolox-nano, nanodet-m)`; fmt.Sprint(err) != want {
		t.Errorf("error %q, want %q", err, want)
	}
}

func TestLabels(t *testing.T) {
	labels, err := Labels("coco80")
	if err != nil || len(labels) != 80 || labels[0] != "person" || labels[79] != "toothbrush" {
		t.Errorf("%d labels %v, %v", len(labels), labels, err)
	}
	for _, list := range []string{"coco91", "", "../models/coco80"} {
		_, err := Labels(list)
		if want := fmt.Sprintf("unknown labels %q (have coco80)", list); fmt.Sprint(err) != want {
			t.Errorf("error %q, want %q", err, want)
		}
	}
}

// BenchmarkLookup: checks of graphs look models up at will.
func BenchmarkLookup(b *testing.B) {
	for b.Loop() {
		if _, err := Lookup("nanodet-m"); err != nil {
			b.Fatal(err)
		}
	}
}
