package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// writeWhole writes a file under another name and renames it at the end, so that
// what has the name is complete. - is standard output; what is no file, such as a
// pipe, is written as it stands.
func writeWhole(path string, write func(io.Writer) error) error {
	if path == "-" {
		return write(os.Stdout)
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return writeTo(path, os.O_WRONLY, write)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	part := fmt.Sprintf("%s.%d.part", path, os.Getpid())
	err := writeTo(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, write)
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		_ = os.Remove(part) // the first error is the one that counts
	}
	return err
}

func writeTo(path string, how int, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, how, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
