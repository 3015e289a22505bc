package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/nodes/videosource/rtsptest"
	"github.com/maskgraph/maskgraph/nodes/videosource/scene"
)

// output is what a program has written so far.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

const watchedCamera = `version: 1
nodes:
  camera: {type: VideoSource, with: {uri: "rtsp://eve:s3cret@HOST/stream", stall: 1, reconnect: {after: 0.1, max: 0.5}}}
  moving: {type: Detector, in: {frame: camera}, with: {method: motion}}
  save: {type: MaskSink, in: {frame: camera, instances: moving}, with: {jsonl: OUT/o.jsonl}}
`

// visit asks a page of the program for all that it has.
func visit(t *testing.T, base string) map[string]string {
	t.Helper()
	got := map[string]string{}
	for _, path := range []string{"/metrics", "/api/graph", "/api/report", "/api/history", "/api/streams", "/api/openapi.json", "/api/events"} {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			body, _ := io.ReadAll(resp.Body) // the events have no end
			_ = resp.Body.Close()
			got[path] = string(body)
		}
		cancel()
	}
	return got
}

// TestCameraComesBack runs the program as its users do: the camera dies, comes back,
// and so does its plugin's process. Nothing that the program prints, writes or serves
// holds the password.
func TestCameraComesBack(t *testing.T) {
	s, err := scene.Parse("synthetic:160x120")
	if err != nil {
		t.Fatal(err)
	}
	video := rtsptest.Encode(t, 160, 120, 25, s.Pixels)
	for _, where := range [][]string{nil, {"VideoSource"}} {
		t.Run(fmt.Sprint(where), func(t *testing.T) {
			cam := rtsptest.Start(t, rtsptest.Behaviour{Video: video, Account: "eve:s3cret"})
			host := strings.TrimSuffix(strings.TrimPrefix(cam.URL(""), "rtsp://"), "/stream")
			file, out := withPlugin(t, strings.ReplaceAll(watchedCamera, "HOST", host), where...)
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text = []byte(strings.Replace(string(text), "restart: {", "timeout: 0.3, restart: {", 1)) // is not for those who wait for a camera
			if err := os.WriteFile(file, text, 0o600); err != nil {
				t.Fatal(err)
			}
			var said output
			cmd := maskgraph(t, "run", file, "-v", "--http", "127.0.0.1:0")
			cmd.Stdout, cmd.Stderr = &said, &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() { _ = cmd.Process.Kill() }()
			var base string
			waitFor(t, func() bool {
				m := regexp.MustCompile(`watch the run at (http://[0-9.:]+)/`).FindStringSubmatch(said.String())
				if m != nil {
					base = m[1]
				}
				return m != nil
			})
			state := func(want string) func() bool {
				return func() bool {
					return strings.Contains(visit(t, base)["/metrics"], `type="VideoSource",state="`+want+`"} 1`)
				}
			}
			waitFor(t, state("running"))
			cam.Kill()
			waitFor(t, state("retrying"))
			time.Sleep(time.Second)
			cam.Return()
			waitFor(t, state("running"))
			if where != nil {
				for _, pid := range nodestest.Children(cmd.Process.Pid) {
					_ = syscall.Kill(pid, syscall.SIGKILL)
				}
				before := cam.Attempts()
				waitFor(t, func() bool { return cam.Attempts() > before })
				waitFor(t, state("running"))
			}
			served := visit(t, base)
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); err != nil {
				t.Errorf("%v:\n%s", err, said.String())
			}
			served["the log"] = said.String()
			served["the error of a wrong setting"], _, _ = run(t, "run", file, "--set", "nodes.camera.with.urri=rtsp://eve:s3cret@cam/x")
			err = filepath.WalkDir(out, func(path string, d os.DirEntry, err error) error {
				if err == nil && !d.IsDir() && path != file {
					data, err := os.ReadFile(path)
					served[filepath.Base(path)] = string(data)
					return err
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			for what, text := range served {
				if strings.Contains(text, "s3cret") {
					t.Errorf("the password is in %s:\n%.3000s", what, text)
				}
			}
			for _, want := range []string{"/metrics", "/api/graph", "/api/report", "/api/events", "g.run.json", "o.jsonl"} {
				if len(served[want]) < 100 {
					t.Errorf("%s says %q", want, served[want])
				}
			}
			if !strings.Contains(served["/api/report"], `"state":"running"`) || !strings.Contains(served["/api/events"], `"state":"retrying"`) {
				t.Errorf("states are missing in %s\n%s", served["/api/report"], served["/api/events"])
			}
			if strings.Contains(served["the log"], "no answer for") {
				t.Errorf("the plugin was ended for waiting:\n%s", served["the log"])
			}
			for _, want := range []string{"state=connecting", "nobody answers at this address", "state=running", "from the camera to its end p50"} {
				if !strings.Contains(served["the log"], want) {
					t.Errorf("%q is missing in the log:\n%s", want, served["the log"])
				}
			}
			if t.Failed() || testing.Verbose() {
				t.Log(said.String())
			}
		})
	}
}
