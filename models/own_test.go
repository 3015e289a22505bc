package models

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const ownEntry = `
- name: my-sam
  task: segment
  decode: edge-sam
  input: {width: 1024, height: 1024, order: rgb, std: [1, 1, 1]}
  files:
    - {role: encoder, name: e.onnx, sha256: HASH, inputs: [{name: x}], outputs: [{name: y}]}
    - {role: decoder, name: d.onnx, sha256: HASH, inputs: [{name: x}], outputs: [{name: y}]}
`

func TestOwn(t *testing.T) {
	entry := strings.ReplaceAll(ownEntry, "HASH", hashOf([]byte("bytes")))
	prefix := "MASKGRAPH_MODELS: DIR: models.yaml: "
	tests := []struct{ name, from, to, want string }{
		{"right", "", "", "<nil>"},
		{"no list", entry, "name: a", prefix},
		{"a name in capitals", "my-sam", "MySAM", prefix + `model 1: name: want lower-case words with - between, got "MySAM"`},
		{"a name that is taken", "my-sam", "mobile-sam", prefix + "model mobile-sam: name: there is a model of this name already"},
		{
			"another task", "segment", "runtime",
			prefix + `model my-sam: task: want segment or detect, got "runtime"` + "\nmodels.yaml: model my-sam: files: want one of role detector",
		},
		{
			"another form", "edge-sam", "edgesam",
			prefix + `model my-sam: decode: want one of sam, sam-all, sam-text, sam-hq, edge-sam, efficientvit-sam, efficient-sam, sam2, got "edgesam"`,
		},
		{"another token", "task:", "token: 0\n  task:", prefix + `model my-sam: token: want one of token0, best3, stability, sam2 or nothing, got "0"`},
		{"no size", "width: 1024", "width: 0", prefix + "model my-sam: input: want width and height of at least 1, got 0x1024"},
		{"no order", "order: rgb, ", "", prefix + `model my-sam: input.order: want rgb or bgr, got ""`},
		{"no std", "std: [1, 1, 1]", "fill: 0", prefix + "model my-sam: input.std: must be greater than 0, got [0 0 0] (1 for a model that normalises by itself)"},
		{"half a reference", "task:", "reference: {norm: 1}\n  task:", prefix + "model my-sam: reference: want norm, every and values"},
		{"no decoder", "role: decoder", "role: encoder", prefix + "model my-sam: files: want one of role decoder"},
		{"a path", "e.onnx", "../e.onnx", prefix + `model my-sam: encoder: name: want the name of a file in this directory, got "../e.onnx"`},
		{"no hash", "e.onnx, sha256: " + hashOf([]byte("bytes")), "e.onnx", prefix + `model my-sam: encoder: sha256: want the 64 digits that sha256sum prints, got ""`},
		{"no signature", ", outputs: [{name: y}]", "", prefix + "model my-sam: encoder: inputs and outputs: want the names and shapes of the file's tensors"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			t.Setenv("MASKGRAPH_MODELS", dir)
			write(t, filepath.Join(dir, "models.yaml"), []byte(strings.Replace(entry, tt.from, tt.to, 1)))
			m, err := Lookup("my-sam")
			want := strings.Replace(tt.want, "DIR", dir, 1)
			if got := fmt.Sprint(err); got != want && (tt.name != "no list" || !strings.HasPrefix(got, want)) {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if err == nil && (m.Name != "my-sam" || len(m.Files) != 2 || m.Tested != "signature only") {
				t.Errorf("got %+v", m)
			}
		})
	}
}

func TestOwnFiles(t *testing.T) {
	dir, data := t.TempDir(), []byte("bytes")
	t.Setenv("MASKGRAPH_MODELS", dir)
	if all, err := All(); err != nil || len(all) != len(List()) {
		t.Errorf("without a list: %d models, %v", len(all), err)
	}
	write(t, filepath.Join(dir, "models.yaml"), []byte(strings.ReplaceAll(ownEntry, "HASH", hashOf(data))))
	write(t, filepath.Join(dir, "e.onnx"), data)
	if all, err := All(); err != nil || len(all) != len(List())+1 {
		t.Errorf("%d models, %v", len(all), err)
	}
	m, err := Lookup("my-sam")
	if err != nil {
		t.Fatal(err)
	}
	s := NewStore(t.TempDir(), dir)
	if path, err := s.Path(m, "encoder"); err != nil || path != filepath.Join(dir, "e.onnx") {
		t.Errorf("%s, %v", path, err)
	}
	_, err = s.Path(m, "decoder")
	if want := "model my-sam: d.onnx is missing: put d.onnx into the directory that MASKGRAPH_MODELS names"; fmt.Sprint(err) != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if err := os.Chmod(filepath.Join(dir, "models.yaml"), 0); err == nil && os.Getuid() != 0 {
		if _, err := Lookup("mobile-sam"); err == nil {
			t.Error("a list that cannot be read is no error")
		}
	}
}
