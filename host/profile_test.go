package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestProfile: a profile is whole after an interrupt, and a profile but for its
// bracket after a kill.
func TestProfile(t *testing.T) {
	for _, tt := range []struct {
		name   string
		signal syscall.Signal
		file   string // where the profile is then
		close  string // what it lacks
	}{
		{"interrupt", syscall.SIGINT, "p.json", ""},
		{"kill", syscall.SIGKILL, "p.incomplete.json", "]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file, out := motionGraph(t, "synthetic:320x240?frames=1000000&objects=3")
			cmd := maskgraph(t, "run", "--quiet", "--profile", filepath.Join(out, "p.json"), file)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			part := filepath.Join(out, "p.incomplete.json")
			waitFor(t, func() bool {
				text, _ := os.ReadFile(part)
				return strings.Contains(string(text), `"name":"process"`)
			})
			if err := cmd.Process.Signal(tt.signal); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); err != nil && tt.signal == syscall.SIGINT {
				t.Fatal(err)
			}
			text, err := os.ReadFile(filepath.Join(out, tt.file))
			if err != nil {
				t.Fatal(err)
			}
			var events []struct {
				Ph, Name string
				Tid      int
			}
			if err := json.Unmarshal(append(text, tt.close...), &events); err != nil {
				t.Fatal(err)
			}
			packets := map[int]int{}
			for _, e := range events {
				if e.Ph == "X" && e.Name == "process" {
					packets[e.Tid]++
				}
			}
			if packets[1] == 0 || tt.signal == syscall.SIGINT && (len(packets) != 4 || packets[1] != packets[4]) {
				t.Errorf("packets by node: %v; the sink has as many as the source", packets)
			}
		})
	}
}
