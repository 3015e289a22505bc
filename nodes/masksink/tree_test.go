package masksink

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/av"
)

// contents are the files below here by name: their bytes, and of videos the times of
// all frames.
func contents(t testing.TB) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if slices.Contains(av.Endings(), filepath.Ext(path)) && !strings.HasPrefix(d.Name(), ".") {
			files[path] = times(t, path)
			return nil
		}
		text, err := os.ReadFile(path)
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func times(t testing.TB, path string) string {
	t.Helper()
	r, err := av.OpenReader(path)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	defer r.Close()
	var at []string
	for p, err := range r.Packets {
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		at = append(at, fmt.Sprintf("%.3f", float64(p.PTS)/av.Ticks))
	}
	return strings.Join(at, " ")
}

func wantContents(t testing.TB, want map[string]string) {
	t.Helper()
	got := contents(t)
	if !slices.Equal(slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want))) {
		t.Errorf("files: got %q, want %q", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s differs: got %.300q, want %.300q", name, got[name], text)
		}
	}
}

func releaseAll(packets []nodes.Packet) {
	for _, p := range packets {
		p.Release()
	}
}

// smear appends to every temporary file what a death may leave of a write.
func smear(t testing.TB, garbage []byte) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(d.Name(), ".part") {
			return err
		}
		f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		if err == nil {
			_, err = f.Write(garbage)
			err = errors.Join(err, f.Close())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
