// Package rewrite keeps rewritten model files in the models' cache, so that each is
// made once.
package rewrite

import (
	"context"
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
	Check func(ctx context.Context, store *models.Store, original, made string) error
}

// SAMBatch is samdecoder.Batch, compared with the original once, when it is made.
func SAMBatch() Rewrite {
	check := func(ctx context.Context, store *models.Store, original, made string) error {
		return checkDecoder(ctx, store, original, made)
	}
	return Rewrite{"sam-batch", samdecoder.Version, samdecoder.Batch, check}
}

// SAMPrefix is samdecoder.Prefix. SAMSuffix checks it.
func SAMPrefix() Rewrite {
	return Rewrite{"sam-prefix", samdecoder.Version, samdecoder.Prefix, nil}
}

// SAMSuffix is samdecoder.Suffix behind the file at prefix, which Path has given for
// SAMPrefix; both are compared with the original once, when the suffix is made.
func SAMSuffix(prefix string) Rewrite {
	check := func(ctx context.Context, store *models.Store, original, made string) error {
		return checkDecoder(ctx, store, original, prefix, made)
	}
	return Rewrite{"sam-suffix", samdecoder.Version, samdecoder.Suffix, check}
}

// Int8 is quantize.Int8.
func Int8() Rewrite { return Rewrite{"int8", quantize.Version, quantize.Int8, nil} }

// Path is the rewritten form of the model's file of a role. It is made when it is
// not there or damaged, and kept in the store's cache as
// rewritten/SHA256-OF-SOURCE/NAME-vVERSION-SHA256.onnx, or in a folder of this
// user's for temporary files when the cache cannot be written. It appears there in
// one step, complete; many goroutines and processes may ask at once. An error of Do
// or Check is wrapped, so that errors.As finds a *samdecoder.MissingError.
func Path(ctx context.Context, store *models.Store, m models.Model, role string, r Rewrite) (string, error) {
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
	check := func(made string) error {
		if r.Check == nil {
			return nil
		}
		return r.Check(ctx, store, source, made)
	}
	path, err := remake(source, dirs, start, r.Do, check)
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
