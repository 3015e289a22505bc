//go:build matprofile

package cvtest

import (
	"bytes"
	"fmt"

	"gocv.io/x/gocv"
)

// openMats says where the Mats were made that nobody has closed.
func openMats() string {
	n := gocv.MatProfile.Count()
	if n == 0 {
		return ""
	}
	var stacks bytes.Buffer
	_ = gocv.MatProfile.WriteTo(&stacks, 1)
	return fmt.Sprintf("%d Mats are open:\n%s", n, stacks.String())
}
