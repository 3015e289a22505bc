package models

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// toyModel is a model of one file with these bytes.
func toyModel(data []byte, sources ...string) Model {
	return Model{Name: "toy", Files: []File{toyFile("detector", data, sources...)}}
}

func toyFile(role string, data []byte, sources ...string) File {
	name := "toy.onnx"
	if role != "detector" {
		name = "toy_" + role + ".onnx"
	}
	return File{Role: role, Name: name, Size: int64(len(data)), SHA256: hashOf(data), Sources: sources}
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// write makes a file and its directory; nil data: neither.
func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if data == nil {
		return
	}
	err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, 0o644))
	if err != nil {
		t.Fatal(err)
	}
}

// files is what lies below a directory, by path from there, without the lock.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != "lock" {
			rel, _ := filepath.Rel(dir, path)
			found = append(found, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func wantPulled(t *testing.T, s *Store, m Model, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(m); err != nil {
		t.Error(err)
	}
	var want []string
	for _, f := range m.Files {
		want = append(want, filepath.Join("sha256", f.SHA256, f.Name))
	}
	slices.Sort(want)
	wantFiles(t, s.cache, want...)
}

func wantFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	if got := files(t, dir); !slices.Equal(got, want) {
		t.Errorf("%s holds %v, want %v", dir, got, want)
	}
	if _, err := os.Stat(filepath.Join(dir, "incomplete")); err == nil {
		t.Error("the work directory is still there")
	}
}

// sharedModels is the directory of real models beside the repository.
func sharedModels(t *testing.T) string {
	t.Helper()
	root := os.Getenv("MASKGRAPH_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared") // beside the repository
	}
	dir, err := filepath.Abs(filepath.Join(root, "models"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no real models: %v (set MASKGRAPH_SHARED to the directory that holds models)", err)
	}
	return dir
}
