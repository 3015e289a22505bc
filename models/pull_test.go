package models

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPullHTTPS(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789abcdef"), 1<<14) // 256 KiB
	other := bytes.ToUpper(data)
	const none = "model toy: no source gave toy.onnx; without network, put it into a directory and name that in MASKGRAPH_MODELS:\n"
	sum := fmt.Sprintf("sha256 is %s, want %s", hashOf(other), hashOf(data))
	tests := []struct {
		name    string
		sources []string
		want    string // error; URL stands for the server
	}{
		{"good", []string{"URL/good"}, ""},
		{"second source", []string{"URL/missing", "URL/good"}, ""},
		{"after other bytes", []string{"URL/other", "URL/good"}, ""},
		{"other bytes", []string{"URL/other"}, none + "URL/other: " + sum},
		{"cut off", []string{"URL/cut"}, none + "URL/cut: unexpected EOF"},
		{"short", []string{"URL/short"}, none + "URL/short: the server has 9 bytes, want 262144"},
		{"short, length unknown", []string{"URL/stream-short"}, none + "URL/stream-short: 262143 bytes, want 262144"},
		{"long, length unknown", []string{"URL/stream-long"}, none + "URL/stream-long: more than the 262144 bytes wanted"},
		{"every failure is told", []string{"URL/missing", "ftp://x", "URL/other"}, none +
			"URL/missing: the server says 404 Not Found\nftp://x: want npm:PACKAGE@VERSION/PATH or https://…\nURL/other: " + sum},
		{"nobody there", []string{"https://127.0.0.1:1/x"}, none + "https://127.0.0.1:1/x: dial tcp 127.0.0.1:1: connect: connection refused"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, url := server(t, func(w http.ResponseWriter, r *http.Request) { serve(w, r, data, other) })
			sources := slices.Clone(tt.sources)
			for i := range sources {
				sources[i] = strings.Replace(sources[i], "URL", url, 1)
			}
			m := toyModel(data, sources...)
			err := s.Pull(t.Context(), m, nil)
			if tt.want == "" {
				wantPulled(t, s, m, err)
				return
			}
			if want := strings.ReplaceAll(tt.want, "URL", url); fmt.Sprint(err) != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
			wantFiles(t, s.cache)
		})
	}
}

func TestPullReportsProgress(t *testing.T) {
	data := bytes.Repeat([]byte("x"), 1<<17)
	s, url := server(t, func(w http.ResponseWriter, r *http.Request) { w.Write(data) })
	m := toyModel(data, url+"/toy")
	var got []Progress
	err := s.Pull(t.Context(), m, func(p Progress) { got = append(got, p) })
	wantPulled(t, s, m, err)
	want := Progress{Model: "toy", File: "toy.onnx", Source: url + "/toy", Phase: "writing", Done: 1 << 17, Total: 1 << 17}
	if len(got) < 2 || got[len(got)-1] != want {
		t.Errorf("%d reports, last of %+v, want %+v", len(got), got, want)
	}
	if !slices.IsSortedFunc(got, func(a, b Progress) int { return int(a.Done - b.Done) }) {
		t.Errorf("bytes go back: %+v", got)
	}
	got = nil
	if err := s.Pull(t.Context(), m, func(p Progress) { got = append(got, p) }); err != nil || got != nil {
		t.Errorf("a second pull has nothing to do: %v, %+v", err, got)
	}
}

func TestPullReplacesWhatIsWrong(t *testing.T) {
	data := []byte("the right bytes")
	s, url := server(t, func(w http.ResponseWriter, r *http.Request) { w.Write(data) })
	m := toyModel(data, url)
	write(t, s.cached(m.Files[0]), []byte("broken"))
	write(t, filepath.Join(s.cache, "incomplete", "toy.onnx"), []byte("of a pull that was killed"))
	wantPulled(t, s, m, s.Pull(t.Context(), m, nil))
}

func TestPullIsCancelled(t *testing.T) {
	data := make([]byte, 1<<20)
	s, url := server(t, func(w http.ResponseWriter, r *http.Request) {
		w.Write(data[:1<<19])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Pull(ctx, toyModel(data, url, "https://127.0.0.1:1/second"), func(p Progress) {
		if p.Done >= 1<<19 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || err.Error() != "model toy: toy.onnx: context canceled" {
		t.Errorf("error %v", err)
	}
	wantFiles(t, s.cache)
}

func TestPullStalls(t *testing.T) {
	data := make([]byte, 1<<16)
	for _, sent := range []int{0, 100} {
		t.Run(fmt.Sprintf("after %d bytes", sent), func(t *testing.T) {
			s, url := server(t, func(w http.ResponseWriter, r *http.Request) {
				if sent > 0 {
					w.Write(data[:sent])
					w.(http.Flusher).Flush()
				}
				<-r.Context().Done()
			})
			s.stall = 100 * time.Millisecond
			err := s.Pull(t.Context(), toyModel(data, url), nil)
			if want := url + ": nothing came for 100ms"; err == nil || !strings.HasSuffix(err.Error(), "\n"+want) {
				t.Errorf("error %v, want …%s", err, want)
			}
			wantFiles(t, s.cache)
		})
	}
}
