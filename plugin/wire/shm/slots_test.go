//go:build linux

package shm

import (
	"bytes"
	"fmt"
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

const hd, uhd = 1920 * 1080 * 3, 3840 * 2160 * 3

// memory is what the pool takes of it.
func memory(t *testing.T, p *Pool) int {
	t.Helper()
	var stat unix.Stat_t
	if err := unix.Fstat(int(p.File().Fd()), &stat); err != nil {
		t.Fatal(err)
	}
	return int(stat.Blocks) * 512
}

// cycle allots a slot, touches it and frees it, n times.
func cycle(t *testing.T, p *Pool, size, n int) {
	t.Helper()
	for range n {
		pix := alloc(t, p, size)
		for i := 0; i < len(pix); i += 4096 {
			pix[i] = 1
		}
		p.Free(pix)
	}
}

func TestMemoryComesBack(t *testing.T) {
	tests := []struct {
		name         string
		before, then int // sizes of slots
		peak         int // how many of the former
	}{
		{"after a larger resolution", hd, uhd, 6},
		{"after a smaller resolution", uhd, hd, 3},
		{"after a burst", hd, hd, 8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := open(t, true)
			var slots [][]byte
			for range tt.peak {
				slots = append(slots, alloc(t, p, tt.before))
				clear(slots[len(slots)-1])
			}
			for _, pix := range slots {
				p.Free(pix)
			}
			cycle(t, p, tt.before, patience/2)
			if got, want := memory(t, p), tt.peak*pages(tt.before); got != want {
				t.Errorf("%d bytes are held, want %d", got, want)
			}
			cycle(t, p, tt.then, patience+tt.peak)
			if got, want := memory(t, p), pages(tt.then); got != want {
				t.Errorf("%d bytes are held in the end, want %d", got, want)
			}
		})
	}
}

func TestFullPool(t *testing.T) {
	p := open(t, true)
	quarter := len(p.mem) / 4 / pages(1) * pages(1)
	var slots [][]byte
	for range 4 {
		slots = append(slots, alloc(t, p, quarter))
	}
	full := func(size, more, slots, used int) string {
		return fmt.Sprintf("shm: pool test has no room for %d more MiB: %d slots take %d of %d MiB; release frames sooner, or keep fewer of them",
			more, slots, used>>20, len(p.mem)>>20)
	}
	_, err := p.Alloc(quarter)
	want(t, err, full(quarter, (quarter-1)>>20+1, 4, 4*quarter))
	for i, order := range []int{2, 0, 1, 3} {
		p.Free(slots[order])
		if n, used := p.InUse(); n != 3-i || used != int64(n*quarter) {
			t.Errorf("%d slots of %d bytes are in use", n, used)
		}
	}
	whole := alloc(t, p, len(p.mem)) // the idle slots become one hole
	p.Free(whole)
	_, err = p.Alloc(len(p.mem) + 1)
	want(t, err, full(0, len(p.mem)>>20+1, 0, 0))
}

func TestMistakes(t *testing.T) {
	p, other := open(t, true), open(t, false)
	freed, pix := alloc(t, p, 9000), alloc(t, p, 9000)
	p.Free(freed[:0])
	for _, size := range []int{0, -1} {
		_, err := p.Alloc(size)
		want(t, err, fmt.Sprintf("shm: pool test: a slot of %d bytes was asked for: it must be at least 1", size))
	}
	_, err := other.Alloc(1)
	want(t, err, "shm: pool test: the other side hands out its slots")
	for name, bad := range map[string][]byte{
		"twice": freed, "inside": pix[4096:], "beside": pix[1:], "elsewhere": make([]byte, 5), "nothing": nil, "other pool": other.mem[:5],
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				const want = "shm: pool test: Free of bytes that are no slot in use: was it freed before?"
				if got := recover(); got != want {
					t.Errorf("got  %v\nwant %s", got, want)
				}
			}()
			p.Free(bad)
		})
	}
}

func TestManyGoroutines(t *testing.T) {
	p := open(t, true)
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			for i := range 300 {
				pix, err := p.Alloc(1 + (i%5)*7000)
				if err != nil {
					t.Error(err)
					return
				}
				mine := bytes.Repeat([]byte{byte(g + 1)}, len(pix))
				copy(pix, mine)
				offset, ok := p.Offset(pix)
				again, err := p.Bytes(offset, len(pix))
				if !ok || err != nil || !bytes.Equal(again, mine) {
					t.Errorf("offset %v, %v: the slot was overwritten", ok, err)
				}
				p.Free(pix)
			}
		})
	}
	group.Wait()
	if slots, used := p.InUse(); slots != 0 || used != 0 {
		t.Errorf("%d slots of %d bytes are in use", slots, used)
	}
}
