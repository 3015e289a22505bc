//go:build !linux

package shm

import (
	"errors"
	"os"
)

func create(string, bool) (*os.File, []byte, error) { return nil, nil, errors.ErrUnsupported }
func attach(int, bool) ([]byte, error)              { return nil, errors.ErrUnsupported }
func unmap([]byte) error                            { return errors.ErrUnsupported }
func discard([]byte)                                {}
