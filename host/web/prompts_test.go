package web

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/host/fleet"
	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
)

// The node types of a graph that only takes orders: a clock, and an echo, which
// answers with what it was told.
var (
	boxes = []nodes.Port{{Name: "boxes", Type: nodes.TypeBoxes, Doc: "Boxes."}}
	ticks = nodes.Define(nodes.Info{Type: "Clock", Doc: "Ticks.", Out: boxes}, struct{}{},
		func(context.Context, nodes.Env, struct{}) (nodes.Node, error) { return &clock{}, nil })
	echoes = nodes.Define(nodes.Info{Type: "Echo", Doc: "Echoes.", In: boxes}, struct{}{},
		func(context.Context, nodes.Env, struct{}) (nodes.Node, error) { return echo{}, nil })
)

type clock struct{ seq uint64 }

func (c *clock) Process(ctx context.Context, _ nodes.Packet) (nodes.Packet, error) {
	select {
	case <-time.After(time.Millisecond):
	case <-ctx.Done():
		return nodes.Packet{}, io.EOF
	}
	out := nodes.Packet{Stamp: nodes.Stamp{Stream: "clock", Seq: c.seq, PTS: time.Duration(c.seq)}}
	c.seq++
	out.Put("boxes", &nodes.Instances{})
	return out, nil
}
func (*clock) Close() error { return nil }

type echo struct{}

func (echo) Process(context.Context, nodes.Packet) (nodes.Packet, error) { return nodes.Packet{}, nil }
func (echo) Close() error                                                { return nil }
func (echo) Commands() []string                                          { return []string{"prompt", "rename", "remove", "list"} }

func (echo) Command(_ context.Context, name string, body []byte) ([]byte, error) {
	var told struct {
		ID int `json:"id"`
	}
	if err := json.Unmarshal(body, &told); err != nil {
		return nil, &nodes.Refusal{Reason: "no JSON"}
	}
	if told.ID == 404 {
		return nil, &nodes.Refusal{Missing: true, Reason: "no object 404 is followed"}
	}
	return json.Marshal(map[string]any{"order": name, "body": json.RawMessage(body), "id": 7})
}

const clockAndEcho = "version: 1\nnodes:\n  clock: {type: Clock}\n  echo: {type: Echo, in: {boxes: clock}}\n"

// running is a server that shows a graph of these nodes. stop ends the graph.
func running(t testing.TB, o Options) (s *Server, stop func()) {
	t.Helper()
	return runningGraph(t, o, clockAndEcho)
}

func runningGraph(t testing.TB, o Options, text string) (s *Server, stop func()) {
	t.Helper()
	o.Address, o.Log = "127.0.0.1:0", slog.New(slog.DiscardHandler)
	s, err := Listen(o)
	if err != nil {
		t.Fatal(err)
	}
	spec, problems := graph.Parse("g.yaml", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	reg := nodes.MustRegistry(ticks, echoes)
	end := make(chan struct{})
	specs := spec.PerStream()
	up := make(chan struct{}, len(specs))
	f := fleet.New(context.Background(), end, fleet.Options{
		Open: func(ctx context.Context, spec *graph.Spec) (*graph.Graph, func() error, error) {
			g, err := graph.Open(ctx, spec, reg, nodes.Env{})
			return g, func() error { return nil }, err
		},
		Changed: func(of *fleet.Stream) {
			s.Changed(of)
			if of.Status().State == fleet.Running {
				up <- struct{}{}
			}
		},
	})
	s.Show(f, nil)
	if err := f.Apply(specs); err != nil {
		t.Fatal(err)
	}
	for range specs {
		<-up
	}
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			close(end)
			if err := f.Wait(); err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(func() {
		stop()
		if err := s.Close(nil); err != nil {
			t.Error(err)
		}
	})
	return s, stop
}

// ask is a request of a page of this server.
func ask(t testing.TB, s *Server, method, path, body string, header map[string]string) (int, http.Header, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "http://"+s.address+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	for name, value := range header {
		r.Header.Set(name, value)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, strings.TrimSpace(string(text))
}

func TestPrompts(t *testing.T) {
	s, stop := running(t, Options{})
	const at = "/api/nodes/echo/prompts"
	for _, tt := range []struct {
		name, method, path, body string
		header                   map[string]string
		status                   int
		want                     string
	}{
		{"list", "GET", at, "", nil, 200, `{"body":{},"id":7,"order":"list"}`},
		{"something new", "POST", at, `{"box":[1,2,3,4]}`, nil, 201, `{"body":{"box":[1,2,3,4]},"id":7,"order":"prompt"}`},
		{"more of it", "POST", at, `{"id":7}`, nil, 200, `{"body":{"id":7},"id":7,"order":"prompt"}`},
		{"a name", "PATCH", at + "/7", `{"name":"cup"}`, nil, 200, `{"body":{"id":7,"name":"cup"},"id":7,"order":"rename"}`},
		{"gone", "DELETE", at + "/7", "", nil, 204, ""},
		{"this page", "POST", at, `{"id":7}`, map[string]string{"Origin": "http://" + s.address, "Sec-Fetch-Site": "same-origin"}, 200, `{"body":{"id":7},"id":7,"order":"prompt"}`},

		{"not JSON", "POST", at, `{`, nil, 400, `{"error":"no JSON"}`},
		{"no name", "PATCH", at + "/7", `{"id":3}`, nil, 400, `{"error":"want {\"name\": \"…\"} and nothing else"}`},
		{"a name and more", "PATCH", at + "/7", `{"name":"a","id":3}`, nil, 400, `{"error":"want {\"name\": \"…\"} and nothing else"}`},
		{"an id that is none", "PATCH", at + "/x", `{"name":"cup"}`, nil, 404, `{"error":"no object \"x\" is followed"}`},
		{"a negative id", "DELETE", at + "/-1", "", nil, 404, `{"error":"no object \"-1\" is followed"}`},
		{"nothing there", "DELETE", at + "/404", "", nil, 404, `{"error":"no object 404 is followed"}`},
		{"no such node", "GET", "/api/nodes/nobody/prompts", "", nil, 404, `{"error":"no node \"nobody\""}`},
		{"a node without orders", "POST", "/api/nodes/clock/prompts", `{}`, nil, 404, `{"error":"node \"clock\" (Clock) does not know the order \"prompt\""}`},
		{"no such stream", "GET", at + "?stream=x", "", nil, 404, `{"error":"no stream \"x\""}`},
		{"a form", "POST", at, `{}`, map[string]string{"Content-Type": "text/plain"}, 415, `{"error":"want Content-Type: application/json"}`},
		{"too much", "POST", at, strings.Repeat(" ", maxBody+1), nil, 413, `{"error":"more than 64 KiB"}`},
		{"another site", "POST", at, `{}`, map[string]string{"Origin": "http://evil.example"}, 403, `{"error":"requests from other sites are refused"}`},
		{"another port", "DELETE", at + "/7", "", map[string]string{"Origin": "http://127.0.0.1:1"}, 403, `{"error":"requests from other sites are refused"}`},
		{"a sandbox", "POST", at, `{}`, map[string]string{"Origin": "null"}, 403, `{"error":"requests from other sites are refused"}`},
		{"another site's picture", "GET", at, "", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403, `{"error":"requests from other sites are refused"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, header, body := ask(t, s, tt.method, tt.path, tt.body, tt.header)
			if status != tt.status || body != tt.want {
				t.Errorf("got  %d %s\nwant %d %s", status, body, tt.status, tt.want)
			}
			if want := map[bool]string{true: at + "/7"}[status == 201]; header.Get("Location") != want {
				t.Errorf("it is at %q", header.Get("Location"))
			}
		})
	}
	stop()
	if status, _, body := ask(t, s, "POST", at, `{}`, nil); status != 409 || body != `{"error":"the run has ended"}` {
		t.Errorf("after the end: %d %s", status, body)
	}
}

func TestWhoMayPrompt(t *testing.T) {
	s, _ := running(t, Options{Token: token})
	const at = "/api/nodes/echo/prompts"
	for name, tt := range map[string]struct {
		header map[string]string
		status int
	}{
		"a stranger":                   {nil, 401},
		"a wrong token":                {map[string]string{"Authorization": "Bearer " + token + "x"}, 401},
		"the token":                    {map[string]string{"Authorization": "Bearer " + token}, 201},
		"the token, from another site": {map[string]string{"Authorization": "Bearer " + token, "Origin": "http://evil.example"}, 403},
	} {
		t.Run(name, func(t *testing.T) {
			if status, _, body := ask(t, s, "POST", at, `{}`, tt.header); status != tt.status {
				t.Errorf("got %d, want %d: %s", status, tt.status, body)
			}
		})
	}
	if status, _, _ := ask(t, s, "POST", at+"?token="+strings.ReplaceAll(token, " ", "+"), `{}`, nil); status != 401 {
		t.Errorf("a token in the address of a change: %d", status)
	}
}

// FuzzBodies: whatever is sent is answered with JSON, never with 5xx.
func FuzzBodies(f *testing.F) {
	s, _ := running(f, Options{})
	for _, body := range []string{`{"name": "cup"}`, `{"id": 7, "points": [{"x": 1, "y": 2}]}`, `{"id": "x"}`, `null`, `[`, "\xff", `{"name": {"a": [1]}}`} {
		f.Add("7", []byte(body))
	}
	f.Fuzz(func(t *testing.T, id string, body []byte) {
		for _, method := range []string{"POST", "PATCH"} {
			r := httptest.NewRequest(method, "http://"+s.address+"/api/nodes/echo/prompts", bytes.NewReader(body))
			r.Host, r.RemoteAddr = s.address, "127.0.0.1:1"
			if method == "PATCH" {
				r.URL.Path += "/" + id
			}
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			s.http.Handler.ServeHTTP(w, r)
			if w.Code >= 500 || w.Header().Get("Content-Type") == "application/json" && !json.Valid(w.Body.Bytes()) {
				t.Errorf("%s %q %q: %d %s", method, id, body, w.Code, w.Body)
			}
		}
	})
}
