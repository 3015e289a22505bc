package all_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/supervise"
)

func factoryInPlugin(t *testing.T) nodes.Factory {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p, err := supervise.Start(t.Context(),
		wire.Options{Name: "sink", Path: path, Env: []string{"MASKGRAPH_WIRETEST=1"}, Log: slog.New(slog.DiscardHandler)},
		supervise.Policy{Max: 1000, Window: time.Minute, Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	reg, err := p.Registry()
	if err != nil {
		t.Fatal(err)
	}
	f, err := reg.Lookup("MaskSink")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func openSink(t *testing.T, f nodes.Factory, with string) nodes.Node {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(with), &doc); err != nil {
		t.Fatal(err)
	}
	cfg, problems := nodes.Decode(f, "g.yaml", "with", doc.Content[0], nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	env := nodestest.Env(t)
	env.Log = slog.New(slog.DiscardHandler)
	n, err := f.Open(t.Context(), env, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func children() (pids []int) {
	text, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range text {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(stat), ") ")
		fields := strings.Fields(rest)
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil && fields[1] == strconv.Itoa(os.Getpid()) {
			pids = append(pids, pid)
		}
	}
	return pids
}
