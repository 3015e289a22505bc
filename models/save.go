package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// save writes what comes from in to the cache. The file appears there in one step,
// complete and on the disk, or not at all.
func (p *pull) save(ctx context.Context, f File, in io.Reader, at Progress) error {
	at.Phase, at.Total = "writing", f.Size
	tmp := filepath.Join(p.tmp, f.Name)
	counted := readFunc(func(b []byte) (int, error) {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		n, err := in.Read(b)
		at.Done += int64(n)
		p.progress(at)
		return n, err
	})
	if err := writeChecked(tmp, counted, f); err != nil {
		return err
	}
	path := p.store.cached(f)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	return syncPath(filepath.Dir(path))
}

// writeChecked copies in to a file and checks size and hash. What an earlier source
// left there is overwritten.
func writeChecked(path string, in io.Reader, f File) (err error) {
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, h), io.LimitReader(in, f.Size+1))
	if err != nil {
		return err
	}
	if n > f.Size {
		return fmt.Errorf("more than the %d bytes wanted", f.Size)
	}
	if n < f.Size {
		return fmt.Errorf("%d bytes, want %d", n, f.Size)
	}
	if sum := hex.EncodeToString(h.Sum(nil)); sum != f.SHA256 {
		return fmt.Errorf("sha256 is %s, want %s", sum, f.SHA256)
	}
	return out.Sync()
}

// syncPath makes a rename in a directory survive a power cut.
func syncPath(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(b []byte) (int, error) { return f(b) }
