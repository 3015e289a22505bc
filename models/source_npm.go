package models

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// archive is what npm pack gave for a package.
type archive struct {
	path string // of the .tgz
	err  error
}

var npmSource = regexp.MustCompile(`^npm:((?:@[^/@]+/)?[^/@]+@[^/@]+)/(.+)$`)

// openPackaged opens a file of an npm package. The package is pulled once, however
// many of its files are asked for.
func (p *pull) openPackaged(ctx context.Context, at Progress) (io.ReadCloser, error) {
	parts := npmSource.FindStringSubmatch(at.Source)
	if parts == nil {
		return nil, errors.New("want npm:PACKAGE@VERSION/PATH")
	}
	pkg, path := parts[1], parts[2]
	a, pulled := p.packages[pkg]
	if !pulled {
		at.Phase = "npm pack " + pkg
		p.progress(at)
		a.path, a.err = npmPack(ctx, pkg, p.tmp)
		p.packages[pkg] = a
	}
	if a.err != nil {
		return nil, a.err
	}
	return openInArchive(a.path, path)
}

// npmPack has npm fetch a package as a .tgz. npm pack installs nothing and so runs
// no install scripts; it is the ordinary client, so the user's proxy and registry
// settings hold.
func npmPack(ctx context.Context, pkg, tmp string) (string, error) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", errors.New("npm is not installed: run: apt-get install npm")
	}
	dir, err := os.MkdirTemp(tmp, "npm-")
	if err != nil {
		return "", err
	}
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, npm, "pack", pkg, "--pack-destination", ".", "--ignore-scripts", "--loglevel=error")
	cmd.Dir = dir // and so away from the settings of whatever project the user is in
	cmd.Stderr = &stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that Cancel reaches npm's children too
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("npm pack: %w: %s", err, firstLines(stderr.String(), 3))
	}
	found, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("npm pack %s left %d .tgz files, want 1", pkg, len(found))
	}
	return found[0], nil
}

func firstLines(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[:min(n, len(lines))], "; ")
}

// openInArchive opens a file inside an npm package, whose files all lie in one
// directory of any name.
func openInArchive(tgz, path string) (io.ReadCloser, error) {
	f, err := os.Open(tgz)
	if err != nil {
		return nil, err
	}
	r, err := seekInArchive(f, path)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", filepath.Base(tgz), err), f.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{r, f}, nil
}

func seekInArchive(tgz io.Reader, path string) (io.Reader, error) {
	z, err := gzip.NewReader(tgz)
	if err != nil {
		return nil, err
	}
	files := tar.NewReader(z)
	for {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("no %s in it", path)
		}
		if err != nil {
			return nil, err
		}
		if _, name, _ := strings.Cut(header.Name, "/"); name == path {
			return files, nil
		}
	}
}
