//go:build !linux

package shm

import (
	"errors"
	"testing"
)

func TestUnsupported(t *testing.T) {
	if _, err := New("none", true); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("New: %v", err)
	}
	if _, err := Open(3, false); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("Open: %v", err)
	}
}
