//go:build matprofile

package detector

import "gocv.io/x/gocv"

// openMats is the number of Mats that nobody has closed.
func openMats() int { return gocv.MatProfile.Count() }
