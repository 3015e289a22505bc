package wire_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

// TestErrors are a node's own, whatever they look like.
func TestErrors(t *testing.T) {
	p := wiretest.Launch(t, wire.Options{})
	tests := []struct{ name, settings, want string }{
		{"in open", `{"open": "fail"}`, "no such camera: \uFFFD"},
		{"in Process", `{"process": "fail"}`, "no such camera: \uFFFD"},
		{"in Close", `{"close": "fail"}`, "no such camera: \uFFFD"},
		{"one of gRPC's", `{"process": "fail as gRPC does"}`, "rpc error: code = Unavailable desc = its own server is away"},
		{"a context's", `{"process": "time out by itself"}`, "asking somebody: context deadline exceeded"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, err := openTrouble(t, p, tt.settings)
			if err == nil {
				err = process(t, n)
				err = errors.Join(err, n.Close(t.Context(), false), n.Close(t.Context(), false))
			}
			if err == nil || err.Error() != tt.want || errors.Is(err, wire.ErrExited) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	if _, _, err := p.Open(t.Context(), "Nothing", nodes.Env{}, "", nil); err == nil || err.Error() != "plugin test has no node type Nothing" {
		t.Errorf("got %v", err)
	}
}

// TestCancel ends a call whose node listens to its context.
func TestCancel(t *testing.T) {
	p := wiretest.Launch(t, wire.Options{})
	n, err := openTrouble(t, p, `{"process": "wait"}`)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, _, err := n.Process(ctx, frame(t), false); err != context.Canceled {
		t.Errorf("got %v", err)
	}
	if err := n.Close(t.Context(), true); err != nil {
		t.Error(err)
	}
}

// TestOutput writes a line that has no end where a C library would.
func TestOutput(t *testing.T) {
	for _, how := range []string{"shout", "print"} {
		t.Run(how, func(t *testing.T) {
			p := wiretest.Launch(t, wire.Options{})
			n, err := openTrouble(t, p, `{"open": "`+how+`", "process": "`+how+`"}`)
			for range 2 {
				if err == nil {
					err = process(t, n)
				}
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestMemoryLimit(t *testing.T) {
	p := wiretest.Launch(t, wire.Options{MemoryLimit: 100 << 20})
	n, err := openTrouble(t, p, `{"process": "eat"}`)
	if err != nil {
		t.Fatal(err)
	}
	err = process(t, n)
	if !errors.Is(err, wire.ErrExited) || !strings.Contains(err.Error(), "MiB of memory, its limit is 100 MiB") {
		t.Errorf("got %v", err)
	}
}
