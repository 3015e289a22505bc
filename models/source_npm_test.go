package models

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// fakeNPM puts a shell script called npm in front of PATH and returns its
// directory, which the script knows as $HERE.
func fakeNPM(t *testing.T, script string) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "npm")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nHERE='"+dir+"'\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	return dir
}

// tgz is an npm package of these files.
func tgz(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for name, data := range files {
		h := &tar.Header{Name: "package/" + name, Mode: 0o644, Size: int64(len(data))}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const packScript = `echo "$@" >>"$HERE/calls"; cp "$HERE/package.tgz" "$4/toy-1.0.0.tgz"`

func TestPullNPM(t *testing.T) {
	enc, dec := bytes.Repeat([]byte("encoder"), 1<<14), []byte("decoder")
	dir := fakeNPM(t, packScript)
	write(t, filepath.Join(dir, "package.tgz"), tgz(t, map[string][]byte{"README.md": nil, "dist/enc.onnx": enc, "dist/dec.onnx": dec}))
	m := Model{Name: "toy", Files: []File{
		toyFile("encoder", enc, "npm:@toys/toy@1.0.0/dist/enc.onnx"),
		toyFile("decoder", dec, "npm:@toys/toy@1.0.0/dist/dec.onnx"),
	}}
	var phases []string
	t.Chdir(t.TempDir())
	s := NewStore("cache", "") // a relative path, as MASKGRAPH_CACHE may be
	err := s.Pull(t.Context(), m, func(p Progress) { phases = append(phases, fmt.Sprint(p.File, " ", p.Phase, " ", p.Total)) })
	wantPulled(t, s, m, err)
	want := []string{"toy_encoder.onnx npm pack @toys/toy@1.0.0 0", "toy_encoder.onnx writing 114688", "toy_decoder.onnx writing 7"}
	if got := slices.Compact(phases); !slices.Equal(got, want) {
		t.Errorf("phases %q, want %q", got, want)
	}
	calls, err := os.ReadFile(filepath.Join(dir, "calls"))
	if once := "pack @toys/toy@1.0.0 --pack-destination . --ignore-scripts --loglevel=error\n"; string(calls) != once {
		t.Errorf("calls of npm: %q, %v, want %q", calls, err, once)
	}
}

func TestPullNPMFails(t *testing.T) {
	const source = "npm:toy@1.0.0/dist/toy.onnx"
	tests := []struct {
		name, source, script string
		pack                 []byte
		want                 string
	}{
		{
			"npm fails", source, `printf 'no such package\ntry another\n\nfour\n' >&2; exit 3`, nil,
			"npm pack: exit status 3: no such package; try another; ",
		},
		{"npm leaves nothing", source, "true", nil, "npm pack toy@1.0.0 left 0 .tgz files, want 1"},
		{"no gzip", source, packScript, []byte("<html>proxy login</html>"), "toy-1.0.0.tgz: gzip: invalid header"},
		{"cut off", source, packScript, tgz(t, map[string][]byte{"dist/toy.onnx": []byte("the right bytes")})[:30], "toy-1.0.0.tgz: unexpected EOF"},
		{"not in the package", source, packScript, tgz(t, map[string][]byte{"toy.onnx": nil}), "toy-1.0.0.tgz: no dist/toy.onnx in it"},
		{"no version", "npm:toy/dist/toy.onnx", "true", nil, "want npm:PACKAGE@VERSION/PATH"},
		{"no path", "npm:@toys/toy@1.0.0", "true", nil, "want npm:PACKAGE@VERSION/PATH"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			write(t, filepath.Join(fakeNPM(t, tt.script), "package.tgz"), tt.pack)
			s := NewStore(t.TempDir(), "")
			err := s.Pull(t.Context(), toyModel([]byte("the right bytes"), tt.source), nil)
			if want := "\n" + tt.source + ": " + tt.want; err == nil || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("got  %v\nwant …%s", err, want)
			}
			wantFiles(t, s.cache)
		})
	}
}

func TestPullWithoutNPM(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	s := NewStore(t.TempDir(), "")
	err := s.Pull(t.Context(), toyModel(nil, "npm:toy@1.0.0/toy.onnx"), nil)
	if want := "npm:toy@1.0.0/toy.onnx: npm is not installed: run: apt-get install npm"; err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("error %v, want …%s", err, want)
	}
}

// TestNPMIsCancelled also waits for the end of npm's own children: the last of
// them holds the pipe open.
func TestNPMIsCancelled(t *testing.T) {
	dir := fakeNPM(t, `exec 3>"$HERE/pipe"; echo half >"$4/toy.tgz"; echo started >&3; sleep 1000 & wait`)
	pipe := filepath.Join(dir, "pipe")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	s, done := NewStore(t.TempDir(), ""), make(chan error, 1)
	go func() { done <- s.Pull(ctx, toyModel(nil, "npm:toy@1.0.0/toy.onnx"), nil) }()
	f, err := os.Open(pipe)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := bufio.NewReader(f)
	if line, err := r.ReadString('\n'); line != "started\n" {
		t.Fatal(line, err)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if rest, err := io.ReadAll(r); err != nil || len(rest) > 0 {
		t.Errorf("%q, %v", rest, err)
	}
	wantFiles(t, s.cache)
}
