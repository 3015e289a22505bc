package main

import (
	"testing"
	"time"
)

// waitFor asks until something is so, for at most 20 s.
func waitFor(t *testing.T, is func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(20 * time.Second); !is(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatal("waited for 20 s")
		}
	}
}
