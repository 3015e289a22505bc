// Package spans sends what nodes do with frames to an OpenTelemetry collector: a span
// for each frame, from its capture until the last node is done with it, and below it
// one for each node.
//
// Where to, and which frames, the standard environment variables say, such as
// OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME,
// OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG; see
// https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables.
// The protocol is OTLP over HTTP.
package spans

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"

	"github.com/maskgraph/maskgraph/host/graph"
)

// Exporter sends spans. A nil one sends none.
type Exporter struct{ provider *trace.TracerProvider }

// Start begins to send when the environment says where to; else the Exporter is nil.
// version is the program's. A collector that is not there costs spans and no frames.
func Start(ctx context.Context, version string) (*Exporter, error) {
	if !wanted() {
		return nil, nil
	}
	for _, name := range []string{"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"} {
		if p := os.Getenv(name); p != "" && p != "http/protobuf" {
			return nil, fmt.Errorf("%s=%s: want http/protobuf", name, p)
		}
	}
	client, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("opentelemetry: %w", err)
	}
	about, err := resource.New(ctx,
		resource.WithAttributes(attribute.String("service.name", "maskgraph"), attribute.String("service.version", version)),
		resource.WithTelemetrySDK(), resource.WithHost(), resource.WithProcessPID(),
		resource.WithFromEnv()) // last: it stands above
	if err != nil {
		return nil, fmt.Errorf("opentelemetry: %w", err)
	}
	// The library has no other way to say what went wrong.
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { slog.Warn("opentelemetry", "error", err) }))
	return &Exporter{trace.NewTracerProvider(trace.WithBatcher(client), trace.WithResource(about))}, nil
}

func wanted() bool {
	if strings.EqualFold(os.Getenv("OTEL_SDK_DISABLED"), "true") || os.Getenv("OTEL_TRACES_EXPORTER") == "none" {
		return false
	}
	return os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" || os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != ""
}

// Watch makes spans of all that a graph, which is open and has not run, will do. Call
// end when it has run.
func (e *Exporter) Watch(stream string, g *graph.Graph) (end func()) {
	if e == nil {
		return func() {}
	}
	r := newRecorder(e.provider.Tracer("github.com/maskgraph/maskgraph/host/spans"), stream, g.Shape())
	g.Watch(r.step)
	g.WatchFrames(r.outcome)
	return r.end
}

// Close sends what is left, for as long as ctx lasts.
func (e *Exporter) Close(ctx context.Context) error {
	if e == nil {
		return nil
	}
	return e.provider.Shutdown(ctx)
}
