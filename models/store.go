package models

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// Store finds the files of models on this machine. It looks in a mirror
// directory, which holds files by their Name and is never written to, and then in
// the cache, which Pull fills and which holds them as sha256/HASH/NAME. A file
// whose hash differs from the list's is never handed out.
//
// A Store may be used by many goroutines and processes at once.
type Store struct {
	cache  string
	mirror string // empty: none
	client *http.Client
	stall  time.Duration // a download without a byte for so long has failed
}

// NewStore makes a store of a cache directory, which Pull creates, and a mirror
// directory; mirrorDir may be empty.
func NewStore(cacheDir, mirrorDir string) *Store {
	return &Store{cache: cacheDir, mirror: mirrorDir, client: http.DefaultClient, stall: time.Minute}
}

// DefaultStore is the store of this user. The cache is the directory that the
// environment variable MASKGRAPH_CACHE names, or maskgraph in the user's cache
// directory; the mirror is the one that MASKGRAPH_MODELS names.
func DefaultStore() (*Store, error) {
	cache, mirror := os.Getenv("MASKGRAPH_CACHE"), os.Getenv("MASKGRAPH_MODELS")
	if cache == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("no directory for models: %w: set MASKGRAPH_CACHE to one", err)
		}
		cache = filepath.Join(user, "maskgraph")
	}
	if mirror != "" {
		if info, err := os.Stat(mirror); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("MASKGRAPH_MODELS: %s is not a directory", mirror)
		}
	}
	return NewStore(cache, mirror), nil
}

// Dirs are the directories of the cache and of the mirror, empty when there is
// none: NewStore makes the same store of them in another process.
func (s *Store) Dirs() (cache, mirror string) { return s.cache, s.mirror }

// Path is the model's file of a role, as it lies on this machine. It reads the
// whole file to check its hash, and never downloads: when there is no right file,
// the error says what to run.
func (s *Store) Path(m Model, role string) (string, error) {
	f, err := m.require(role)
	if err != nil {
		return "", err
	}
	return s.find(m, f)
}

// Verify says what is missing or wrong with the model's files for this platform.
func (s *Store) Verify(m Model) error {
	files, err := m.local()
	errs := []error{err}
	for _, f := range files {
		_, err := s.find(m, f)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (s *Store) find(m Model, f File) (string, error) {
	why := errors.New(f.Name + " is missing")
	for _, path := range s.places(f) {
		sum, err := hashFile(path)
		switch {
		case err == nil && sum == f.SHA256:
			return path, nil
		case err == nil:
			why = fmt.Errorf("%s has sha256 %s, want %s", path, sum, f.SHA256)
		case !errors.Is(err, fs.ErrNotExist):
			why = err
		}
	}
	if len(f.Sources) == 0 {
		return "", fmt.Errorf("model %s: %w: put %s into the directory that MASKGRAPH_MODELS names", m.Name, why, f.Name)
	}
	return "", fmt.Errorf("model %s: %w: run: maskgraph models pull %s", m.Name, why, m.Name)
}

func (s *Store) places(f File) []string {
	cached := s.cached(f)
	if s.mirror == "" {
		return []string{cached}
	}
	return []string{filepath.Join(s.mirror, f.Name), cached}
}

func (s *Store) cached(f File) string {
	return filepath.Join(s.cache, "sha256", f.SHA256, f.Name)
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
