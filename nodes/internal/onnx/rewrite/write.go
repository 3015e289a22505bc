package rewrite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/maskgraph/maskgraph/models"
)

// remake writes the rewritten source to the first of these directories that takes
// it. A damaged file there is replaced.
func remake(store *models.Store, source string, dirs []string, start string, r Rewrite) (string, error) {
	old, err := os.ReadFile(source)
	if err != nil {
		return "", err
	}
	data, err := r.Do(old)
	if err != nil {
		return "", err
	}
	var errs []error
	for _, dir := range dirs {
		made, err := stage(dir, data)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		path := filepath.Join(dir, start+hash(data)+".onnx")
		if r.Check != nil {
			err = r.Check(store, source, made)
		}
		if err == nil {
			err = os.Rename(made, path)
		}
		if err != nil {
			return "", errors.Join(err, os.Remove(made))
		}
		return path, nil
	}
	return "", errors.Join(errs...)
}

// stage writes a file, complete and on the disk, under a name that nobody looks for.
func stage(dir string, data []byte) (string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if !trusted(dir) {
		return "", fmt.Errorf("%s: others may write to it, or to a folder above", dir)
	}
	f, err := os.CreateTemp(dir, ".incomplete-")
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// trusted says that nobody but this user and root can have put files into dir, which
// is rewritten/HASH in some folder: what is loaded from there runs in this process.
func trusted(dir string) bool {
	for range 3 {
		info, err := os.Lstat(dir)
		if err != nil || !info.IsDir() {
			return false
		}
		stat, ok := info.Sys().(*syscall.Stat_t)
		owned := ok && (int(stat.Uid) == os.Getuid() || stat.Uid == 0)
		if !owned || info.Mode().Perm()&0o022 != 0 {
			return false
		}
		dir = filepath.Dir(dir)
	}
	return true
}
