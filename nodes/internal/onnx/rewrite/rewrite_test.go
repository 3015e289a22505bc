package rewrite

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/models"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var source = []byte("the source")

// toy is a model whose one file lies in a mirror, and the cache of its store.
func toy(t *testing.T) (*models.Store, models.Model, string) {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	cache, mirror := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(mirror, "toy.onnx"), source, 0o644); err != nil {
		t.Fatal(err)
	}
	m := models.Model{Name: "toy", Files: []models.File{{Role: "decoder", Name: "toy.onnx", SHA256: hash(source)}}}
	return models.NewStore(cache, mirror), m, cache
}

// shout counts how often it is done.
func shout(version int) (Rewrite, *atomic.Int32) {
	var done atomic.Int32
	return Rewrite{Name: "shout", Version: version, Do: func(file []byte) ([]byte, error) {
		done.Add(1)
		return append(bytes.ToUpper(file), byte('0'+version)), nil
	}}, &done
}

func get(t *testing.T, store *models.Store, m models.Model, r Rewrite) string {
	t.Helper()
	path, err := Path(store, m, "decoder", r)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := r.Do(source)
	if data, err := os.ReadFile(path); err != nil || !bytes.Equal(data, want) {
		t.Fatalf("%s holds %q, %v, want %q", path, data, err, want)
	}
	if found, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); err != nil || len(found) > 0 {
		t.Errorf("left over: %v, %v", found, err)
	}
	return path
}

func TestMadeOnce(t *testing.T) {
	store, m, cache := toy(t)
	r, done := shout(1)
	path := get(t, store, m, r)
	if want := filepath.Join(cache, "rewritten", hash(source), "shout-v1-"+hash([]byte("THE SOURCE1"))+".onnx"); path != want {
		t.Errorf("at %s\nwant %s", path, want)
	}
	done.Store(0)
	if again, err := Path(store, m, "decoder", r); again != path || err != nil || done.Load() != 0 {
		t.Errorf("again: %s, %v, done %d times", again, err, done.Load())
	}
	newer, _ := shout(2)
	if other := get(t, store, m, newer); other == path {
		t.Error("a new version has the old one's file")
	}
}

func TestDamagedIsMadeAnew(t *testing.T) {
	store, m, _ := toy(t)
	r, _ := shout(1)
	path := get(t, store, m, r)
	for _, damage := range [][]byte{nil, []byte("THE SOUR"), []byte("THE SOURCE2")} {
		if err := os.WriteFile(path, damage, 0o644); err != nil {
			t.Fatal(err)
		}
		if again := get(t, store, m, r); again != path {
			t.Errorf("at %s, want %s", again, path)
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	store, m, _ := toy(t)
	r, _ := shout(1)
	var all sync.WaitGroup
	paths := make([]string, 8)
	for i := range paths {
		all.Go(func() { paths[i], _ = Path(store, m, "decoder", r) })
	}
	all.Wait()
	for _, path := range paths {
		if path != get(t, store, m, r) {
			t.Errorf("got %q", path)
		}
	}
}

// TestOtherPlaces: the cache cannot be written, or is not to be trusted.
func TestOtherPlaces(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(cache string) error
	}{
		{"the cache's folder is a file", func(cache string) error {
			return os.WriteFile(filepath.Join(cache, "rewritten"), nil, 0o644)
		}},
		{"others may write to the cache", func(cache string) error { return os.Chmod(cache, 0o777) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			store, m, cache := toy(t)
			if err := tt.spoil(cache); err != nil {
				t.Fatal(err)
			}
			r, done := shout(1)
			path := get(t, store, m, r)
			if !strings.HasPrefix(path, os.Getenv("TMPDIR")) {
				t.Errorf("at %s", path)
			}
			done.Store(0)
			if again, err := Path(store, m, "decoder", r); again != path || err != nil || done.Load() != 0 {
				t.Errorf("again: %s, %v, done %d times", again, err, done.Load())
			}
		})
	}
}
