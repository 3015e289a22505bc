package masksink

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/formats"
)

// TestDocumentsAreThoseOfFormats: what a sink writes is, byte for byte, what package
// formats writes, whose tests let other programs read it.
func TestDocumentsAreThoseOfFormats(t *testing.T) {
	const frames = 6
	for _, set := range (Config{}).settings() {
		if set.format == "" {
			continue
		}
		t.Run(set.name, func(t *testing.T) {
			dir := t.TempDir()
			n := newNode(nodes.Env{}, configOf(t, set.name, filepath.Join(dir, "sink", "o")), nil)
			w, err := formats.Create(filepath.Join(dir, "convert", "o"), set.format, formats.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for seq := range frames {
				p := packet("s", seq, gradient(160, 120, seq), crowd(160, 120, seq))
				r := formats.Record{Stamp: p.Stamp, Width: 160, Height: 120, Items: p.Instances("instances").Items}
				if err := w.Write(r); err != nil {
					t.Fatal(err)
				}
				if err := process(t, n, p); err != nil {
					t.Fatal(err)
				}
			}
			finish(t, n)
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(texts(t, filepath.Join(dir, "convert")), texts(t, filepath.Join(dir, "sink"))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// texts are the files below a folder by name.
func texts(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range tree(t, dir) {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(text)
	}
	if len(out) == 0 {
		t.Fatal("nothing was written")
	}
	return out
}
