package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// running is the program, and what it has said.
type running struct {
	t    *testing.T
	cmd  *exec.Cmd
	mu   sync.Mutex
	said bytes.Buffer
}

func (r *running) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.said.Write(p)
}

func (r *running) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.said.String()
}

func (r *running) waitFor(text string) {
	r.t.Helper()
	defer func() {
		if r.t.Failed() {
			r.t.Logf("no %q in\n%s", text, r.text())
		}
	}()
	waitFor(r.t, func() bool { return strings.Contains(r.text(), text) })
}

func begin(t *testing.T, args ...string) *running {
	t.Helper()
	r := &running{t: t, cmd: maskgraph(t, args...)}
	r.cmd.Stderr = r
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if r.cmd.ProcessState == nil {
			_ = r.cmd.Process.Kill()
			_ = r.cmd.Wait()
		}
	})
	return r
}

var pageAt = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// ask sends a request to the page's server.
func (r *running) ask(method, path, body string, wantStatus int) string {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, pageAt.FindString(r.text())+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != wantStatus {
		r.t.Errorf("%s %s: %d, %v, want %d: %s", method, path, resp.StatusCode, err, wantStatus, text)
	}
	return string(text)
}

// streams are the names and states, as a=running.
func (r *running) streams() string {
	var list []struct{ Name, State string }
	if err := json.Unmarshal([]byte(r.ask("GET", "/api/streams", "", 200)), &list); err != nil {
		r.t.Fatal(err)
	}
	var all []string
	for _, s := range list {
		all = append(all, s.Name+"="+s.State)
	}
	return strings.Join(all, " ")
}

func (r *running) waitForStreams(want string) {
	r.t.Helper()
	waitFor(r.t, func() bool { return r.streams() == want })
}
