package wire_test

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

// as says what the test's program is to be when a test starts it again.
const as = "MASKGRAPH_WIRE_TEST_AS"

func TestMain(m *testing.M) {
	if play, ok := roles[os.Getenv(as)]; ok {
		play()
		os.Exit(0)
	}
	wiretest.Main(registry())
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if n := nodes.LiveFrames(); code == 0 && n != 0 {
			fmt.Fprintf(os.Stderr, "%d frames were not released\n", n)
			code = 1
		}
		os.Exit(code)
	}))
}

func registry() *nodes.Registry {
	return nodes.MustRegistry(passOn, invert, count, pictures, trouble, foresee)
}
