package masksink

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if n := nodes.LiveFrames(); n != 0 && code == 0 {
			fmt.Fprintf(os.Stderr, "%d frames were not released\n", n)
			code = 1
		}
		os.Exit(code)
	}))
}
