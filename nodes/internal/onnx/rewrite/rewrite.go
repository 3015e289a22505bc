// Package rewrite keeps rewritten model files in the models' cache, so that each is
// made once.
package rewrite

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/quantize"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/samdecoder"
)

// Rewrite makes another model file of a model file. The same file always gives the
// same result; when that changes, so must Version.
type Rewrite struct {
	Name    string // for file names
	Version int
	Do      func(file []byte) ([]byte, error)

	// Check, when it is there, refuses what Do made before anybody sees it.
	// original and made are paths.
	Check func(store *models.Store, original, made string) error
}

// The rewrites there are. SAMBatch, and SAMSuffix with the prefix before it, are
// compared with the original when they are made.
var (
	SAMBatch  = Rewrite{"sam-batch", samdecoder.Version, samdecoder.Batch, checkBatch}
	SAMPrefix = Rewrite{"sam-prefix", samdecoder.Version, samdecoder.Prefix, nil}
	SAMSuffix = Rewrite{"sam-suffix", samdecoder.Version, samdecoder.Suffix, checkSuffix}
	Int8      = Rewrite{"int8", quantize.Version, quantize.Int8, nil}
)

// Path is the rewritten form of the model's file of a role. It is made when it is
// not there or damaged, and kept in the store's cache as
// rewritten/SHA256-OF-SOURCE/NAME-vVERSION-SHA256.onnx, or in a folder of this
// user's for temporary files when the cache cannot be written. It appears there in
// one step, complete; many goroutines and processes may ask at once. An error of Do
// or Check is wrapped, so that errors.As finds a *samdecoder.MissingError.
func Path(store *models.Store, m models.Model, role string, r Rewrite) (string, error) {
	source, err := store.Path(m, role)
	if err != nil {
		return "", err
	}
	file, _ := m.File(role) // there is one, and it has this hash: the store has found it
	start := fmt.Sprintf("%s-v%d-", r.Name, r.Version)
	dirs := places(store, file.SHA256)
	for _, dir := range dirs {
		if path := find(dir, start); path != "" {
			return path, nil
		}
	}
	path, err := remake(store, source, dirs, start, r)
	if err != nil {
		return "", fmt.Errorf("model %s: %s of its %s: %w", m.Name, r.Name, role, err)
	}
	return path, nil
}

// places is the directories where rewritten forms of a file are, or may be put.
func places(store *models.Store, sha256 string) []string {
	cache, _ := store.Dirs()
	if resolved, err := filepath.EvalSymlinks(cache); err == nil {
		cache = resolved
	}
	mine := filepath.Join(os.TempDir(), fmt.Sprintf("maskgraph-%d", os.Getuid()))
	return []string{filepath.Join(cache, "rewritten", sha256), filepath.Join(mine, "rewritten", sha256)}
}

// find is a file in dir whose name is start and the hash of its content.
func find(dir, start string) string {
	entries, err := os.ReadDir(dir)
	if err != nil || !trusted(dir) {
		return ""
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), start) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		if data, err := os.ReadFile(path); err == nil && e.Name() == start+hash(data)+".onnx" {
			return path
		}
	}
	return ""
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
