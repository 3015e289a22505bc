package sam

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// prove refuses a model that fails its self-test. It costs an encoding, so what was
// proven is remembered in the cache: for these files, read in this way, by this ONNX
// Runtime.
func (m *Model) prove(env nodes.Env) error {
	if m.entry.Reference == nil {
		return nil
	}
	stamp, err := m.stamp(env.Models)
	if err != nil {
		return err
	}
	if _, err := os.Stat(stamp); err == nil {
		return nil
	}
	p, err := m.parity(context.Background())
	if err != nil {
		return err
	}
	if p.Mistake != "" {
		return fmt.Errorf("model %s fails its self-test: %s (the embedding's cosine with the reference is %.4f, want at least %g)",
			m.entry.Name, p.Mistake, p.Cosine, leastCosine)
	}
	// A cache that cannot be written to costs time, nothing else.
	if os.MkdirAll(filepath.Dir(stamp), 0o755) == nil {
		_ = os.WriteFile(stamp, []byte(m.entry.Name+"\n"+p.String()), 0o644)
	}
	return nil
}

// stampVersion is raised with a change to this program that the self-test might see.
const stampVersion = 1

// stamp is the file that says that the self-test was passed.
func (m *Model) stamp(store *models.Store) (string, error) {
	library, err := libraryID(store)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	fmt.Fprintln(h, stampVersion, library, m.encoder.Device(), m.exact, m.int8, m.entry.Decode, m.entry.Input, *m.entry.Reference)
	for _, f := range m.entry.Files {
		fmt.Fprintln(h, f.Role, f.SHA256, f.Inputs, f.Outputs)
	}
	cache, _ := store.Dirs()
	return filepath.Join(cache, "selftest", fmt.Sprintf("%s-%x", m.entry.Name, h.Sum(nil)[:8])), nil
}

// libraryID tells one ONNX Runtime from another: the hash that it must have, or for
// one that the user brought what changes when it is replaced.
func libraryID(store *models.Store) (string, error) {
	path := os.Getenv(ort.LibraryEnv)
	if path == "" {
		runtime, err := models.Lookup("onnxruntime")
		if err != nil {
			return "", err
		}
		if _, err := store.Path(runtime, "library"); err != nil {
			return "the system's", nil //nolint:nilerror // then package ort looks there too
		}
		file, _ := runtime.File("library")
		return file.SHA256, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	return fmt.Sprintln(path, info.Size(), info.ModTime().UnixNano()), nil
}
