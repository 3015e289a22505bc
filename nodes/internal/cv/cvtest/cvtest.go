// Package cvtest is for the tests of nodes that use OpenCV.
package cvtest

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/nodes"
)

// Main is the TestMain of a package: it runs the tests, and fails when they leave a
// goroutine, a frame or, with the build tag matprofile, a Mat behind.
func Main(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if n := nodes.LiveFrames(); n != 0 {
			fmt.Fprintf(os.Stderr, "%d frames were not released\n", n)
			code = max(code, 1)
		}
		if left := openMats(); left != "" {
			fmt.Fprintln(os.Stderr, left)
			code = max(code, 1)
		}
		os.Exit(code)
	}))
}
