//go:build linux

package shm

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

func TestCloseLeavesNothing(t *testing.T) {
	for _, allot := range []bool{true, false} {
		p, err := New("traces", allot)
		if err != nil {
			t.Fatal(err)
		}
		if files, mappings := traces(); files != 1 || mappings != 1 {
			t.Errorf("an open pool has %d descriptors and %d mappings", files, mappings)
		}
		for range 2 {
			if err := p.Close(); err != nil {
				t.Error(err)
			}
		}
		if files, mappings := traces(); files != 0 || mappings != 0 {
			t.Errorf("a closed pool has %d descriptors and %d mappings", files, mappings)
		}
	}
}

func TestCloseWaitsForItsSlots(t *testing.T) {
	p := open(t, true)
	pix := alloc(t, p, 3)
	want(t, p.Close(), "shm: close pool test: 1 slots are still in use: free them first")
	pix[0] = 1
	p.Free(pix)
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

func TestClosedPool(t *testing.T) {
	p := open(t, true)
	pix := alloc(t, p, 3)
	p.Free(pix)
	p.Close()
	_, err := p.Alloc(3)
	want(t, err, "shm: pool test is closed")
	_, err = p.Bytes(0, 3)
	want(t, err, "shm: pool test: 3 bytes at 0 do not lie in its 0 bytes")
	if _, ok := p.Offset(pix); ok {
		t.Error("a closed pool has offsets")
	}
	if slots, bytes := p.InUse(); slots != 0 || bytes != 0 {
		t.Errorf("a closed pool has %d slots of %d bytes", slots, bytes)
	}
}

func TestPeersDescriptor(t *testing.T) {
	tests := []struct {
		name     string
		allot    bool // of this side
		writable error
	}{
		{"the peer reads", true, unix.EACCES},
		{"the peer allots", false, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := open(t, tt.allot)
			fd := int(p.File().Fd())
			mem, err := unix.Mmap(fd, 0, 1, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
			if !errors.Is(err, tt.writable) {
				t.Errorf("a writable mapping: %v", err)
			}
			if err == nil {
				unix.Munmap(mem)
			}
			for _, size := range []int{1, len(p.mem) + os.Getpagesize()} {
				if unix.Ftruncate(fd, int64(size)) == nil {
					t.Errorf("the size could be changed to %d", size)
				}
			}
		})
	}
}

func TestOpenWhatIsNoPool(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unsealed, err := unix.MemfdCreate("unsealed", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(unsealed)
	for name, fd := range map[string]uintptr{"file": file.Fd(), "unsealed": uintptr(unsealed), "none": 9999} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(fd, false)
			want(t, err, fmt.Sprintf("shm: open the pool on descriptor %d: no pool is there: only a host passes one on to the programs that it starts", fd))
			if _, err := unix.FcntlInt(fd, unix.F_GETFD, 0); (err == nil) != (name != "none") {
				t.Errorf("the descriptor: %v", err)
			}
		})
	}
}

func TestSlotsCanBePinned(t *testing.T) {
	p := open(t, true)
	pix := alloc(t, p, 64)
	var pin runtime.Pinner
	pin.Pin(&pix[0])
	pin.Unpin()
}
