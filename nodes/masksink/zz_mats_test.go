//go:build matprofile

package masksink

import (
	"bytes"
	"testing"

	"gocv.io/x/gocv"
)

// TestNoOpenMats runs last (files are taken in the order of their names).
func TestNoOpenMats(t *testing.T) {
	if n := gocv.MatProfile.Count(); n != 0 {
		var stacks bytes.Buffer
		_ = gocv.MatProfile.WriteTo(&stacks, 1)
		t.Errorf("%d Mats are open:\n%s", n, stacks.String())
	}
}
