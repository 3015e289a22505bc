package web

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const twoStreams = clockAndEcho + "streams: {front: {}, yard: {}}\n"

// schema is one of openapi.json's, or a list of it.
func schema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(openapi))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	of, isList := strings.CutPrefix(name, "list of ")
	ref := map[string]any{"$ref": "openapi.json#/components/schemas/" + of}
	if isList {
		ref = map[string]any{"type": "array", "items": ref, "minItems": 1.0}
	}
	if err := c.AddResource("wanted.json", ref); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("wanted.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAnswersAreAsDocumented holds what the API says of each stream to openapi.json.
func TestAnswersAreAsDocumented(t *testing.T) {
	s, _ := runningGraph(t, Options{}, twoStreams)
	for deadline := time.Now().Add(10 * time.Second); len(s.history.list("yard")) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no sample of the stream yard")
		}
	}
	for _, tt := range []struct {
		path, schema, stream string
		status               int
	}{
		{"/api/streams", "list of Stream", "", 200},
		{"/api/graph", "Graph", "front", 200}, // the first one
		{"/api/graph?stream=yard", "Graph", "yard", 200},
		{"/api/report?stream=yard", "Report", "yard", 200},
		{"/api/history?stream=yard", "list of Sample", "", 200},
		{"/api/graph?stream=gone", "", "", 404},
		{"/api/report?stream=gone", "", "", 404},
		{"/api/history?stream=gone", "", "", 404},
		{"/preview/echo?stream=gone", "", "", 404},
		{"/preview/echo?stream=yard", "", "", 404}, // it sees no frames
	} {
		status, _, body := ask(t, s, "GET", tt.path, "", nil)
		if status != tt.status {
			t.Errorf("%s: %d, want %d: %s", tt.path, status, tt.status, body)
		}
		if tt.schema == "" {
			continue
		}
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		if err == nil {
			err = schema(t, tt.schema).Validate(v)
		}
		if err != nil {
			t.Errorf("%s: %v\n%s", tt.path, err, body)
		}
		if of, ok := v.(map[string]any); ok && of["stream"] != tt.stream {
			t.Errorf("%s is of stream %v, want %s", tt.path, of["stream"], tt.stream)
		}
	}
}

func TestMetricsSayTheStream(t *testing.T) {
	s, _ := runningGraph(t, Options{}, twoStreams)
	_, _, text := ask(t, s, "GET", "/metrics", "", nil)
	for _, want := range []string{
		`maskgraph_info{program="",stream="front",graph="g.yaml"} 1`,
		`maskgraph_stream_state{stream="yard",state="running"} 1`, `maskgraph_stream_failures_total{stream="yard"} 0`,
		`maskgraph_frames_read_total{stream="front",source="clock"} `, `maskgraph_node_packets_total{stream="yard",node="echo",type="Echo"} `,
		`maskgraph_edge_room{stream="yard",from="clock",output="boxes",to="echo",input="boxes"} `,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	seen := map[string]bool{} // all samples of a metric stand together
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(line, "# TYPE "); ok {
			name, _, _ = strings.Cut(name, " ")
			if seen[name] {
				t.Errorf("metric %s comes twice", name)
			}
			seen[name] = true
		}
	}
}

// TestEventsOfAStream: who asks for one stream hears of no other.
func TestEventsOfAStream(t *testing.T) {
	s, _ := runningGraph(t, Options{}, twoStreams)
	for query, want := range map[string]string{"": "front yard", "?stream=yard": "yard"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.address+"/api/events"+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		heard := map[string]bool{}
		var event string
		lines := bufio.NewScanner(resp.Body)
		for samples := 0; samples < 4 && lines.Scan(); {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				event = name
			}
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			if !ok || event != "sample" && event != "stream" {
				continue
			}
			var of struct{ Stream, Name string }
			if err := json.Unmarshal([]byte(data), &of); err != nil {
				t.Fatal(err)
			}
			heard[of.Stream+of.Name] = true
			if event == "sample" {
				samples++
			}
		}
		resp.Body.Close()
		got := ""
		for _, name := range []string{"front", "yard"} {
			if heard[name] {
				got = strings.TrimSpace(got + " " + name)
			}
		}
		if got != want {
			t.Errorf("%q: heard of %q, want %q", query, got, want)
		}
	}
}
