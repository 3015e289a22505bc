package wire_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

// TestNodesLog wants a node's log at the host, with its level and whose it is.
func TestNodesLog(t *testing.T) {
	var log bytes.Buffer // nobody writes to it after Close
	p := wiretest.Launch(t, wire.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	openNode(t, p, "Count", `{"from": 3}`)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if want := `level=WARN msg=counting plugin=test node=n from=3`; !strings.Contains(log.String(), want) {
		t.Errorf("the log is\n%s\nwant in it %s", log.String(), want)
	}
}
