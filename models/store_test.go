package models

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPath(t *testing.T) {
	right, wrong := []byte("the right bytes"), []byte("other bytes")
	m := toyModel(right, "npm:toy@1.0.0/toy.onnx")
	differs := fmt.Sprintf("has sha256 %s, want %s: run: maskgraph models pull toy", hashOf(wrong), hashOf(right))
	tests := []struct {
		name          string
		mirror, cache []byte // contents of the file there, nil: none
		want          string // path or error
	}{
		{"nowhere", nil, nil, "model toy: toy.onnx is missing: run: maskgraph models pull toy"},
		{"in the cache", nil, right, "CACHED"},
		{"in the mirror", right, nil, "MIRRORED"},
		{"in both", right, right, "MIRRORED"},
		{"wrong in the cache", nil, wrong, "model toy: CACHED " + differs},
		{"wrong in the mirror", wrong, nil, "model toy: MIRRORED " + differs},
		{"wrong in the mirror, right in the cache", wrong, right, "CACHED"},
		{"wrong in both", wrong, wrong, "model toy: CACHED " + differs},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cache, mirror := t.TempDir(), t.TempDir()
			cached, mirrored := filepath.Join(cache, "sha256", hashOf(right), "toy.onnx"), filepath.Join(mirror, "toy.onnx")
			write(t, mirrored, tt.mirror)
			write(t, cached, tt.cache)
			s := NewStore(cache, mirror)
			got, err := s.Path(m, "detector")
			if err != nil {
				got = err.Error()
			}
			if want := strings.NewReplacer("CACHED", cached, "MIRRORED", mirrored).Replace(tt.want); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if v := s.Verify(m); fmt.Sprint(v) != fmt.Sprint(err) {
				t.Errorf("Verify says %v, Path says %v", v, err)
			}
		})
	}
}

func TestPathWithoutFile(t *testing.T) {
	foreign := Model{Name: "toy", Files: []File{{Role: "library", Platform: "plan9/mips"}, {Role: "library", Platform: "js/wasm"}}}
	tests := []struct {
		name, role, want string
		model            Model
	}{
		{"role", "encoder", "model toy: no file of role encoder (have detector)", toyModel(nil)},
		{"platform", "library", "model toy: no library for " + platform + " (have plan9/mips, js/wasm)", foreign},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := NewStore(t.TempDir(), "").Path(tt.model, tt.role); fmt.Sprint(err) != tt.want {
				t.Errorf("error %q, want %q", err, tt.want)
			}
		})
	}
	s := NewStore(t.TempDir(), "")
	for what, err := range map[string]error{"Verify": s.Verify(foreign), "Pull": s.Pull(t.Context(), foreign, nil)} {
		if fmt.Sprint(err) != tests[1].want {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestVerifyNamesEveryFile(t *testing.T) {
	m, err := Lookup("mobile-sam")
	if err != nil {
		t.Fatal(err)
	}
	want := "model mobile-sam: mobile_sam_encoder.onnx is missing: run: maskgraph models pull mobile-sam\n" +
		"model mobile-sam: mobile_sam_decoder.onnx is missing: run: maskgraph models pull mobile-sam"
	if err := NewStore(t.TempDir(), "").Verify(m); fmt.Sprint(err) != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestDefaultStore(t *testing.T) {
	home := t.TempDir()
	tests := []struct {
		name, cacheVar, mirrorVar, home string
		want                            string // CACHE MIRROR or an error
	}{
		{"nothing set", "", "", home, home + "/.cache/maskgraph "},
		{"cache set", "/cache", "", home, "/cache "},
		{"mirror set", "", home, home, home + "/.cache/maskgraph " + home},
		{"mirror misspelt", "", home + "/x", home, "MASKGRAPH_MODELS: " + home + "/x is not a directory"},
		{"no home", "", "", "", "no directory for models: neither $XDG_CACHE_HOME nor $HOME are defined: set MASKGRAPH_CACHE to one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("XDG_CACHE_HOME", "")
			t.Setenv("HOME", tt.home)
			t.Setenv("MASKGRAPH_CACHE", tt.cacheVar)
			t.Setenv("MASKGRAPH_MODELS", tt.mirrorVar)
			s, err := DefaultStore()
			got := fmt.Sprint(err)
			if err == nil {
				got = s.cache + " " + s.mirror
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestMirrorOfDetectors checks the list's hashes, sizes and names against real
// files.
func TestMirrorOfDetectors(t *testing.T) {
	mirror := sharedModels(t)
	s := NewStore(t.TempDir(), mirror)
	for _, name := range []string{"yolox-nano", "nanodet-m"} {
		m, err := Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		path, err := s.Path(m, "detector")
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() != m.Files[0].Size || filepath.Dir(path) != mirror {
			t.Errorf("%s: %v, %v, want %d bytes", path, info, err, m.Files[0].Size)
		}
		if err := s.Pull(t.Context(), m, nil); err != nil {
			t.Errorf("nothing is to be pulled: %v", err)
		}
	}
}
