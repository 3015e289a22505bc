package graph

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large.yaml")
	if err := os.WriteFile(large, []byte(strings.Repeat("#", maxFile+1)), 0o600); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(dir, "missing.yaml")
	for file, want := range map[string]string{
		missing: missing + ": cannot be read: no such file or directory",
		dir:     dir + ": cannot be read: is a directory",
		large:   large + ": is larger than 256 KiB: this is no graph file",
	} {
		spec, problems := Load(file)
		if spec != nil || len(problems) != 1 || problems[0].Error() != want {
			t.Errorf("got %v, want %s", problems, want)
		}
	}
}

// TestHostileYAML: nothing that a few lines can unfold into is unfolded.
func TestHostileYAML(t *testing.T) {
	bomb := "version: 1\na: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'i'; c++ {
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+", ", 9) + "]\n"
	}
	many := "version: 1\nnodes:\n"
	for i := range maxNodes + 1 {
		many += "  n" + strings.Repeat("x", i) + ": {type: Video}\n"
	}
	tests := []struct{ name, text, want string }{
		{"alias bomb", bomb, "f.yaml:2:17: has more than 100000 values, counting each alias as what it stands for"},
		{"depth", "nodes: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "f.yaml:1:40: nested deeper than 32 levels"},
		{"absurd depth", strings.Repeat("[", 20000), "f.yaml:1:10001: no valid YAML: exceeded max depth of 10000 while increasing flow level"},
		{"many nodes", many, "f.yaml:259:3: nodes: there are more than 256 nodes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			spec, problems := Parse("f.yaml", []byte(tt.text))
			if spec != nil {
				problems, _ = spec.Check(checkRegistry())
			}
			if len(problems) != 1 || problems[0].Error() != tt.want {
				t.Errorf("got %v, want %s", problems, tt.want)
			}
		})
	}
}

func TestSpecKeepsWhatItSays(t *testing.T) {
	spec, problems := Parse("f.yaml", []byte("version: 1\nplugins: {sam: {path: bin/x}}\nnodes:\n  a: {type: Save, plugin: sam, in: {frame: v.left}}\n"))
	if spec == nil {
		t.Fatal(problems)
	}
	if p := spec.Plugins[0]; p.Name != "sam" || p.Path != "bin/x" || p.Restart.Max != 5 || p.Timeout != 60 {
		t.Errorf("got %+v", p)
	}
	if used := spec.UsedPlugins(); len(used) != 1 || used[0].Name != "sam" {
		t.Errorf("used: %+v", used)
	}
	n := spec.Nodes[0]
	if n.Name != "a" || n.Type != "Save" || n.Plugin != "sam" || n.In[0].Port != "frame" || n.In[0].Node != "v" || n.In[0].Output != "left" {
		t.Errorf("got %+v", n)
	}
}

// TestSetReaches: what Set writes is what the node gets.
func TestSetReaches(t *testing.T) {
	spec, _ := Parse("f.yaml", []byte("version: 1\nnodes:\n  v: {type: Video}\n  p: {type: Find, in: {frame: v}, with: {classes: cat}}\n"))
	for _, expr := range []string{
		"nodes.v.with.uri=rtsp://cam:554/a?b=c", "nodes.v.with.size.width=640", "nodes.v.with.size={width: 320}",
		"nodes.v.with.loop=true", "nodes.p.with.classes=[a, 'b c']", "nodes.p.with.min_score= 0.5 ",
	} {
		if err := spec.Set(expr); err != nil {
			t.Fatal(err)
		}
	}
	p := newPlan(spec, checkRegistry())
	if len(p.problems) > 0 {
		t.Fatal(p.problems)
	}
	v, f := p.nodes[0].cfg.(*videoConfig), p.nodes[1].cfg.(*findConfig)
	if v.URI != "rtsp://cam:554/a?b=c" || v.Size.Width != 320 || !v.Loop || v.FPS != 25 {
		t.Errorf("video: %+v", *v)
	}
	if f.MinScore != 0.5 || strings.Join(f.Classes, "|") != "a|b c" {
		t.Errorf("find: %+v", *f)
	}
}

// FuzzCheck: no file makes reading, checking or drawing panic, and whatever Check
// lets pass has an order of flow.
func FuzzCheck(f *testing.F) {
	files, err := filepath.Glob("testdata/check/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		graph, _, _ := strings.Cut(string(text), "-- want --\n")
		f.Add(graph, "nodes.video.with.fps=[1]")
	}
	reg := checkRegistry()
	f.Fuzz(func(t *testing.T, text, set string) {
		spec, problems := Parse("f.yaml", []byte(text))
		if (spec == nil) != (len(problems) > 0) {
			t.Fatalf("spec %v with problems %v", spec, problems)
		}
		if spec == nil {
			return
		}
		_ = spec.Set(set)
		_ = spec.Mermaid(reg) + spec.DOT(reg)
		if problems, _ := spec.Check(reg); len(problems) > 0 {
			return
		}
		seen := map[string]bool{}
		for _, n := range newPlan(spec, reg).order {
			for _, e := range n.in {
				if !seen[e.from.Name] {
					t.Errorf("%s comes before %s, which feeds it", n.Name, e.from.Name)
				}
			}
			seen[n.Name] = true
		}
		newGraph(newPlan(spec, reg))
	})
}
