//go:build !matprofile

package detector

// openMats is not known: gocv counts with -tags matprofile only.
func openMats() int { return 0 }
