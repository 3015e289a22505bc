package rewrite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// remake writes the rewritten source to the first of these directories that takes
// it. A damaged file there is replaced.
func remake(source string, dirs []string, start string, do func([]byte) ([]byte, error), check func(path string) error) (string, error) {
	old, err := os.ReadFile(source)
	if err != nil {
		return "", err
	}
	data, err := do(old)
	if err != nil {
		return "", err
	}
	var errs []error
	for _, dir := range dirs {
		path := filepath.Join(dir, start+hash(data)+".onnx")
		err := write(path, data, check)
		if err == nil {
			return path, nil
		}
		errs = append(errs, err)
	}
	return "", errors.Join(errs...)
}

// write makes a file that is complete and checked when it appears.
func write(path string, data []byte, check func(path string) error) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if !trusted(dir) {
		return fmt.Errorf("%s: others may write to it, or to a folder above", dir)
	}
	f, err := os.CreateTemp(dir, ".incomplete-")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = check(f.Name())
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
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
