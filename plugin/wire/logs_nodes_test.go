package wire

import (
	"log/slog"
	"slices"
	"testing"
)

// TestNodeLogs: what a node of a program says gets to the log that it was opened
// with, attributes and all.
func TestNodeLogs(t *testing.T) {
	program, camera := &written{level: slog.LevelInfo}, &written{level: slog.LevelInfo}
	var nodes nodeLogs
	nodes.set("camera", slog.New(camera))
	for _, line := range []string{
		`{"@level":"warn","@message":"lost","node":"camera","state":"retrying","tries":3}`,
		`{"@level":"info","@message":"else","node":"masks"}`,
		`{"@level":"info","@message":"program"}`,
		"plain",
	} {
		logLine(slog.New(program), &nodes, &words{}, line)
	}
	if len(camera.records) != 1 || !slices.Equal(attrs(camera.records[0]), []string{"state=retrying", "tries=3"}) {
		t.Errorf("the node's log has %v", camera.records)
	}
	if len(program.records) != 3 || !slices.Equal(attrs(program.records[0]), []string{"node=masks"}) {
		t.Errorf("the program's log has %v", program.records)
	}
}
