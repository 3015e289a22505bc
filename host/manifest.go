package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
)

// version is that of the program; make sets it.
var version = "devel"

// manifest says how the files of a run came to be, so that they can be made again.
type manifest struct {
	Program  string         `json:"program"`
	Platform string         `json:"platform"`
	Started  time.Time      `json:"started"`
	Seconds  float64        `json:"seconds"`
	Frames   string         `json:"frames"` // the ledger
	Error    string         `json:"error,omitempty"`
	Graph    manifestGraph  `json:"graph"`
	Nodes    []manifestNode `json:"nodes"`
}

type manifestGraph struct {
	File   string   `json:"file"`
	Stream string   `json:"stream,omitempty"`
	Set    []string `json:"set,omitempty"` // what --set changed
	Text   string   `json:"text"`          // as it was read, without passwords
}

type manifestNode struct {
	Name     string            `json:"name"`
	Type     string            `json:"type"`
	Facts    map[string]string `json:"facts,omitempty"` // such as hashes of model files
	Counters map[string]int64  `json:"counters,omitempty"`
	Files    []string          `json:"files,omitempty"`
	Warnings []string          `json:"warnings,omitempty"`
}

// writeManifest writes GRAPH.run.json, or GRAPH.STREAM.run.json, into every folder that a run has written
// files into.
func writeManifest(spec *graph.Spec, sets []string, started time.Time, rep graph.Report, failed error) error {
	m := manifest{
		Program: "maskgraph " + version, Platform: runtime.GOOS + "/" + runtime.GOARCH,
		Started: started.UTC().Truncate(time.Second), Seconds: rep.Elapsed.Seconds(), Frames: rep.Ledger.String(),
		Graph: manifestGraph{File: spec.File, Stream: spec.Stream, Set: redacted(sets), Text: nodes.Redact(string(spec.Text))},
	}
	if failed != nil {
		m.Error = nodes.Redact(failed.Error())
	}
	var folders []string
	for _, n := range rep.Nodes {
		m.Nodes = append(m.Nodes, manifestNode{n.Name, n.Type, n.Own.Facts, n.Own.Counters, n.Own.Files, redacted(n.Own.Warnings)})
		for _, file := range n.Own.Files {
			folders = append(folders, filepath.Dir(file))
		}
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	base := filepath.Base(spec.File)
	stem := strings.TrimSuffix(base, filepath.Ext(base))
	if spec.Name() != stem {
		stem += "." + spec.Stream
	}
	name := stem + ".run.json"
	slices.Sort(folders)
	for _, folder := range slices.Compact(folders) {
		if err := writeWhole(filepath.Join(folder, name), func(w io.Writer) error { _, err := w.Write(append(text, '\n')); return err }); err != nil {
			return fmt.Errorf("the account of this run: %w", err)
		}
	}
	return nil
}

func redacted(texts []string) (out []string) {
	for _, text := range texts {
		out = append(out, nodes.Redact(text))
	}
	return out
}
