package nodestest

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

// Decode is what a graph with this text under "with" opens a node with, and what is wrong
// with it, at places of a file of that name.
func Decode(f nodes.Factory, file, settings string) (any, []nodes.Problem) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(settings), &doc); err != nil {
		return nil, []nodes.Problem{{Msg: err.Error()}}
	}
	if len(doc.Content) == 0 {
		return nodes.Decode(f, file, "with", nil, nil)
	}
	return nodes.Decode(f, file, "with", doc.Content[0], nil)
}

// WantProblems wants this said of settings that stand in a file g, and nothing else.
func WantProblems(t testing.TB, f nodes.Factory, settings string, want []string) {
	t.Helper()
	var got []string
	_, problems := Decode(f, "g", settings)
	for _, p := range problems {
		got = append(got, p.Error())
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Children are the processes that a process has started, none where the system does not
// tell (/proc).
func Children(pid int) (pids []int) {
	tasks, _ := filepath.Glob(filepath.Join("/proc", strconv.Itoa(pid), "task", "*", "children"))
	for _, task := range tasks {
		text, _ := os.ReadFile(task)
		for field := range strings.FieldsSeq(string(text)) {
			if child, err := strconv.Atoi(field); err == nil {
				pids = append(pids, child)
			}
		}
	}
	return pids
}
