package web

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const token = "a token of 24 characters"

func listen(t *testing.T, o Options) *Server {
	t.Helper()
	o.Address = "127.0.0.1:0"
	s, err := Listen(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(nil); err != nil {
			t.Error(err)
		}
	})
	return s
}

// get asks the server without following redirects.
func get(t *testing.T, s *Server, path, host string, header map[string]string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = host
	for name, value := range header {
		r.Header.Set(name, value)
	}
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func TestWhoMayLook(t *testing.T) {
	for _, tt := range []struct {
		name, token, path, host string
		header                  map[string]string
		want                    int
	}{
		{"this machine", "", "/metrics", "", nil, 200},
		{"a name that was pointed here", "", "/api/report", "evil.example", nil, 403},
		{"a page of another site", "", "/api/report", "", map[string]string{"Origin": "http://evil.example"}, 403},
		{"a picture in another site", "", "/preview/save", "", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"no token", token, "/api/report", "", nil, 401},
		{"a wrong token", token, "/api/report", "", map[string]string{"Authorization": "Bearer " + token + "!"}, 401},
		{"the token", token, "/metrics", "", map[string]string{"Authorization": "Bearer " + token}, 200},
		{"an orchestrator", token, "/healthz", "", nil, 200},
		{"the token in the address", token, "/?token=a+token+of+24+characters", "", nil, 303},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if resp, body := get(t, listen(t, Options{Token: tt.token}), tt.path, tt.host, tt.header); resp.StatusCode != tt.want {
				t.Errorf("got %d, want %d: %s", resp.StatusCode, tt.want, body)
			}
		})
	}
}

func TestAddresses(t *testing.T) {
	for _, tt := range []struct {
		name string
		o    Options
		want string
	}{
		{"loopback", Options{Address: "127.0.0.1:0"}, ""},
		{"everybody", Options{Address: "0.0.0.0:0"}, "http: other machines can reach 0.0.0.0:0: ask for a token (--http-token), or say --insecure to show the video to all of them"},
		{"everybody with a token", Options{Address: "0.0.0.0:0", Token: token}, ""},
		{"everybody, said aloud", Options{Address: "0.0.0.0:0", Insecure: true}, ""},
		{"a short token", Options{Address: "127.0.0.1:0", Token: "short"}, "http-token: must have 16 characters or more"},
		{"no port", Options{Address: "localhost"}, `http: want host:port such as 127.0.0.1:8080, got "localhost"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if err := tt.o.check(); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestEveryRouteIsDocumented: openapi.json and the server name the same paths.
func TestEveryRouteIsDocumented(t *testing.T) {
	var doc struct{ Paths map[string]map[string]any }
	if err := json.Unmarshal(openapi, &doc); err != nil {
		t.Fatal(err)
	}
	s := listen(t, Options{})
	for _, r := range s.routes() {
		method := strings.ToLower(r.method)
		if _, ok := doc.Paths[r.path][method]; !ok {
			t.Errorf("%s %s is not in openapi.json", r.method, r.path)
		}
		delete(doc.Paths[r.path], method)
	}
	for path, methods := range doc.Paths {
		for method := range methods {
			t.Errorf("openapi.json has %s %s, the server has not", method, path)
		}
	}
}

func TestThePageNeedsNobodyElse(t *testing.T) {
	s := listen(t, Options{})
	resp, page := get(t, s, "/", "", nil)
	if resp.StatusCode != 200 || !strings.Contains(page, "<title>") {
		t.Fatalf("got %d: %.200s", resp.StatusCode, page)
	}
	if policy := resp.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; script-src 'self'") {
		t.Errorf("policy %q", policy)
	}
	if strings.Contains(page, "https://") || strings.Contains(page, "http://") {
		t.Error("the page asks another host")
	}
	if resp, body := get(t, s, "/readyz", "", nil); resp.StatusCode != 503 || strings.TrimSpace(body) != stateStarting {
		t.Errorf("ready before there is a graph: %d %s", resp.StatusCode, body)
	}
	if _, body := get(t, s, "/metrics", "", nil); !strings.Contains(body, "maskgraph_ready 0\n") {
		t.Errorf("metrics: %s", body)
	}
}
