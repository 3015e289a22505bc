//go:build !matprofile

package cvtest

func openMats() string { return "" }
