package rewrite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/internal/onnx/samdecoder"
)

func TestErrors(t *testing.T) {
	store, m, cache := toy(t)
	cannot := Rewrite{Name: "cannot", Version: 1, Do: func([]byte) ([]byte, error) { return nil, &samdecoder.MissingError{Pattern: "pattern"} }}
	_, err := Path(store, m, "decoder", cannot)
	if want := "model toy: cannot of its decoder: sam decoder: cannot rewrite it: no pattern"; fmt.Sprint(err) != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if missing := (*samdecoder.MissingError)(nil); !errors.As(err, &missing) {
		t.Error("no MissingError")
	}
	r, _ := shout(1)
	if _, err := Path(store, m, "encoder", r); err == nil {
		t.Error("no error for a role that is not there")
	}
	nowhere := filepath.Join(cache, "file")
	if err := os.WriteFile(nowhere, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", nowhere)
	if err := os.Chmod(cache, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := Path(store, m, "decoder", r); err == nil || !strings.Contains(err.Error(), "others may write to it") {
		t.Errorf("got %v", err)
	}
}
