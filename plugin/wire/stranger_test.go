package wire_test

import (
	"os"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

// TestStranger runs a program that shares no code with this one, and trusts it in
// nothing.
func TestStranger(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	p, err := wire.Launch(t.Context(), wire.Options{Name: "odd", Path: self, Dir: dir, Env: []string{as + "=stranger"}})
	if err != nil {
		t.Fatal(err)
	}
	wantEmpty(t, dir)
	if p.Shared() {
		t.Error("it has not asked for shared memory")
	}
	n, _, err := p.Open(t.Context(), "Strange", nodes.Env{}, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	const want = `plugin odd gives no proper answer: port "frame": a picture of 1048576x1 is too large: want at most 268435456 pixels, 65536 a side`
	for range 3 {
		if _, _, err := n.Process(t.Context(), nodes.Packet{}, false); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if err := n.Close(t.Context(), false); err == nil || err.Error() != "plugin odd does not know the call: method Close not implemented" {
		t.Errorf("got %v", err)
	}
	if err := p.Close(); err != nil || p.LastWords() != "exit status 0" {
		t.Errorf("got %v, last words %q", err, p.LastWords())
	}
}
