package masksink

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestMaxAge: frames that a camera has captured too long ago are dropped, and the
// others are written.
func TestMaxAge(t *testing.T) {
	var written bytes.Buffer
	n := newNode(nodes.Env{Name: "save"}, Config{JSONL: "-", MaxAge: 0.5}, &written)
	for _, tt := range []struct {
		name string
		age  time.Duration // 0: of a file
		want string
	}{{"young", 100 * time.Millisecond, ""}, {"old", 2 * time.Second, "too_old"}, {"of a file", 0, ""}} {
		t.Run(tt.name, func(t *testing.T) {
			p := packet("cam", strings.Count(written.String(), "\n"), noise(testWidth, testHeight, 1), two(0))
			defer p.Release()
			if tt.age > 0 {
				p.Stamp.Captured = time.Now().Add(-tt.age)
			}
			_, err := n.Process(context.Background(), p)
			var drop *nodes.Drop
			switch {
			case tt.want == "" && err != nil:
				t.Error(err)
			case tt.want != "" && (!errors.As(err, &drop) || drop.Reason != tt.want):
				t.Errorf("got %v", err)
			case tt.want != "" && !strings.HasPrefix(drop.Err.Error(), "captured 2s ago, and max_age is 500ms"):
				t.Error(drop)
			}
		})
	}
	if err := errors.Join(n.Finish(context.Background()), n.Close()); err != nil {
		t.Error(err)
	}
	if got := strings.Count(written.String(), "\n"); got != 2 {
		t.Errorf("%d lines were written, want 2", got)
	}
}
