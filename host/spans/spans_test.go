package spans

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	wire "go.opentelemetry.io/proto/otlp/trace/v1"
	"go.uber.org/goleak"
	"google.golang.org/protobuf/proto"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// receiver is an OTLP endpoint that keeps what it is sent.
type receiver struct {
	mu      sync.Mutex
	service string
	spans   []*wire.Span
}

func receive(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		var msg collector.ExportTraceServiceRequest
		if err == nil {
			err = proto.Unmarshal(body, &msg)
		}
		if err != nil || req.URL.Path != "/v1/traces" {
			t.Errorf("%s: %v", req.URL.Path, err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		for _, of := range msg.GetResourceSpans() {
			r.service = text(of.GetResource().GetAttributes(), "service.name")
			for _, scope := range of.GetScopeSpans() {
				r.spans = append(r.spans, scope.GetSpans()...)
			}
		}
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	t.Cleanup(server.Close)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.URL)
	return r
}

func text(attrs []*common.KeyValue, key string) string {
	for _, a := range attrs {
		if a.GetKey() == key {
			return fmt.Sprint(a.GetValue().GetStringValue())
		}
	}
	return ""
}

// frames puts the spans of each frame together, and checks that they belong together.
func (r *receiver) frames(t *testing.T) (whole []*wire.Span, below map[string][]*wire.Span) {
	t.Helper()
	below = map[string][]*wire.Span{}
	for _, s := range r.spans {
		if s.GetName() == "frame" {
			whole = append(whole, s)
		} else {
			below[string(s.GetParentSpanId())] = append(below[string(s.GetParentSpanId())], s)
		}
	}
	for _, w := range whole {
		for _, s := range below[string(w.GetSpanId())] {
			if string(s.GetTraceId()) != string(w.GetTraceId()) || s.GetStartTimeUnixNano() < w.GetStartTimeUnixNano() || s.GetEndTimeUnixNano() > w.GetEndTimeUnixNano() {
				t.Errorf("span %s is not within its frame", s.GetName())
			}
			if text(s.GetAttributes(), "maskgraph.stream") != "cam" || text(s.GetAttributes(), "maskgraph.node") != s.GetName() || text(s.GetAttributes(), "maskgraph.type") == "" {
				t.Errorf("span %s: %v", s.GetName(), s.GetAttributes())
			}
		}
	}
	return whole, below
}

func TestASpanANodeAndFrame(t *testing.T) {
	r := receive(t)
	if err := run(t, node{frames: 5}, node{drop: 3}); err != nil {
		t.Fatal(err)
	}
	whole, below := r.frames(t)
	if len(whole) != 5 || r.service != "maskgraph" {
		t.Fatalf("%d frames of service %q", len(whole), r.service)
	}
	slices.SortFunc(whole, func(a, b *wire.Span) int { return int(a.GetStartTimeUnixNano()) - int(b.GetStartTimeUnixNano()) })
	for i, w := range whole {
		want := ""
		if i == 2 {
			want = "poison"
		}
		spans := below[string(w.GetSpanId())]
		if got := text(w.GetAttributes(), "maskgraph.dropped"); len(spans) != 3 || got != want {
			t.Errorf("frame %d: %d spans, dropped %q", i+1, len(spans), got)
		}
		for _, s := range spans {
			if got := text(s.GetAttributes(), "maskgraph.dropped"); s.GetName() == "pass" && got != want {
				t.Errorf("frame %d, pass: dropped %q", i+1, got)
			}
		}
	}
}

// TestLiveFrames: every frame that was captured has its spans, also when it was
// dropped right away.
func TestLiveFrames(t *testing.T) {
	r := receive(t)
	if err := run(t, node{frames: 200, live: true}, node{}); err != nil {
		t.Fatal(err)
	}
	whole, below := r.frames(t)
	if len(whole) != 200 {
		t.Errorf("%d frames of 200", len(whole))
	}
	for _, w := range whole {
		want := 3
		if text(w.GetAttributes(), "maskgraph.dropped") == "latest" {
			want = 1
		}
		if n := len(below[string(w.GetSpanId())]); n != want {
			t.Errorf("%d spans of a frame, want %d", n, want)
		}
	}
}

func TestABrokenRun(t *testing.T) {
	r := receive(t)
	if err := run(t, node{frames: 5}, node{fail: 3}); err == nil {
		t.Fatal("it did not break")
	}
	whole, _ := r.frames(t)
	stopped := 0
	for _, w := range whole {
		if text(w.GetAttributes(), "maskgraph.dropped") == "stopped" {
			stopped++
		}
	}
	if len(whole) < 3 || stopped == 0 {
		t.Errorf("%d frames, %d stopped", len(whole), stopped)
	}
}

func TestSampler(t *testing.T) {
	r := receive(t)
	t.Setenv("OTEL_TRACES_SAMPLER", "traceidratio")
	t.Setenv("OTEL_TRACES_SAMPLER_ARG", "0.1")
	t.Setenv("OTEL_SERVICE_NAME", "yard")
	if err := run(t, node{frames: 1000}, node{}); err != nil {
		t.Fatal(err)
	}
	whole, below := r.frames(t)
	if len(whole) < 40 || len(whole) > 200 || len(below) != len(whole) || r.service != "yard" {
		t.Errorf("%d frames of 1000, %d with nodes, service %q", len(whole), len(below), r.service)
	}
}

func TestWhenItIsOff(t *testing.T) {
	for _, tt := range []struct {
		name string
		env  map[string]string
		want string
	}{
		{"nothing is said", nil, ""},
		{"disabled", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_SDK_DISABLED": "true"}, ""},
		{"no exporter", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_TRACES_EXPORTER": "none"}, ""},
		{"another protocol", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "OTEL_EXPORTER_OTLP_PROTOCOL=grpc: want http/protobuf"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for key, value := range tt.env {
				t.Setenv(key, value)
			}
			e, err := Start(t.Context(), "1")
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != tt.want || e != nil {
				t.Errorf("got %v, %q", e, got)
			}
			e.Watch("front", nil)() // does nothing
			if err := e.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}
