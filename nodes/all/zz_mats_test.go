//go:build matprofile

package all_test

import (
	"bytes"
	"testing"

	"gocv.io/x/gocv"
)

// TestNoOpenMats runs behind TestMemoryIsFlat (files are taken in the order of
// their names): the real nodes have closed every Mat.
func TestNoOpenMats(t *testing.T) {
	if n := gocv.MatProfile.Count(); n != 0 {
		var stacks bytes.Buffer
		_ = gocv.MatProfile.WriteTo(&stacks, 1)
		t.Errorf("%d Mats are open:\n%s", n, stacks.String())
	}
}
