package ort

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFileErrors(t *testing.T) {
	path := tiny(t)
	junk := filepath.Join(t.TempDir(), "junk.onnx")
	if err := os.WriteFile(junk, []byte("no model"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, path, want string
		inputs           []string
	}{
		{"not there", path + "x", "tiny: open " + path + "x: no such file or directory", nil},
		{"no model", junk, "tiny: reading " + junk + ": onnx: broken file: ", nil},
		{"no such input", path, "tiny: " + path + `: no "y" among x float [-1], ids int64 [2 -1], pix uint8 [3]`, []string{"y"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := openFile(t, tt.path, tt.inputs, nil); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestRunErrors(t *testing.T) {
	s, err := openFile(t, tiny(t), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	one := Tensor{Shape: []int64{1}, Data: []float32{1}}
	for _, tt := range []struct {
		name, want string
		in         []Tensor
	}{
		{"two kinds of elements", "tiny: tensor 1: shape [1]: want either Data or Ints or Bytes", []Tensor{one, {Shape: []int64{1}, Data: []float32{1}, Ints: []int64{1}}, one}},
		{"an input without elements", "tiny: tensor 0: shape []: want either Data or Ints or Bytes", []Tensor{{}, one, one}},
		{"too few", "tiny: The session specified 3 input names", []Tensor{one}},
		{"another type", "tiny: Error running network: ", []Tensor{one, one, one}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := s.Run(context.Background(), tt.in, make([]Tensor, 4)); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}
