//go:build linux

package shm

import (
	"slices"
	"testing"
	"unsafe"

	"pgregory.net/rapid"
)

// TestSlotsNeverOverlap compares a pool with a list of what was handed out.
func TestSlotsNeverOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := New("model", true)
		if err != nil {
			t.Fatal(err)
		}
		var live [][]byte
		last := map[int]*byte{} // by size in memory, the slot that was freed last and still is free
		watch(t, p, last)
		size := rapid.OneOf(rapid.SampledFrom([]int{4096, 8192, 20000}), rapid.IntRange(1, 40000))
		tag := byte(0)
		t.Repeat(map[string]func(*rapid.T){
			"alloc": func(t *rapid.T) {
				n := size.Draw(t, "size")
				pix, err := p.Alloc(n)
				if err != nil || len(pix) != n || cap(pix) != n || uintptr(unsafe.Pointer(&pix[0]))%4096 != 0 {
					t.Fatalf("%d bytes: len %d, cap %d at %p: %v", n, len(pix), cap(pix), &pix[0], err)
				}
				if recent := last[pages(n)]; recent != nil && recent != &pix[0] {
					t.Fatalf("%d bytes: %p was free, got %p", n, recent, &pix[0])
				}
				delete(last, pages(n))
				tag++
				fill(pix, tag)
				live = append(live, pix)
			},
			"free": func(t *rapid.T) {
				if len(live) == 0 {
					t.Skip()
				}
				i := rapid.IntRange(0, len(live)-1).Draw(t, "which")
				pix := live[i]
				live = slices.Delete(live, i, i+1)
				last[pages(len(pix))] = &pix[0]
				p.Free(pix)
			},
			"wait": func(*rapid.T) { p.room.turn += patience },
			"":     func(t *rapid.T) { audit(t, p, live) },
		})
		for _, pix := range live {
			p.Free(pix)
		}
		if whole, err := p.Alloc(len(p.mem)); err != nil || len(p.room.holes) != 0 {
			t.Fatalf("holes %v: %v", p.room.holes, err)
		} else {
			p.Free(whole)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// watch checks that memory is given back of free slots only, and strikes them off the list.
func watch(t *rapid.T, p *Pool, last map[int]*byte) {
	drop := p.room.drop
	p.room.drop = func(at, size int) {
		if p.room.used[at] != 0 {
			t.Fatalf("the memory of a slot in use was given back: %d bytes at %d", size, at)
		}
		drop(at, size)
		if last[size] == &p.mem[at] {
			delete(last, size)
		}
	}
}

// fill marks the ends of a slot, and every page.
func fill(pix []byte, tag byte) {
	for i := 0; i < len(pix); i += 1024 {
		pix[i] = tag
	}
	pix[len(pix)-1] = tag
}

// audit checks that no slot was written over and that the accounts add up.
func audit(t *rapid.T, p *Pool, live [][]byte) {
	used := 0
	for _, pix := range live {
		used += pages(len(pix))
		for i := 0; i < len(pix); i += 1024 {
			if pix[i] != pix[len(pix)-1] {
				t.Fatalf("a slot of %d bytes was written over at %d", len(pix), i)
			}
		}
	}
	if slots, bytes := p.InUse(); slots != len(live) || bytes != int64(used) {
		t.Fatalf("%d slots of %d bytes are in use, want %d of %d", slots, bytes, len(live), used)
	}
	pieces := slices.Concat(p.room.idle, p.room.holes)
	for at, size := range p.room.used {
		pieces = append(pieces, slot{at: at, size: size})
	}
	slices.SortFunc(pieces, func(a, b slot) int { return a.at - b.at })
	end := 0
	for _, s := range pieces {
		if s.at != end || s.size <= 0 {
			t.Fatalf("%d bytes at %d, want them at %d: %+v", s.size, s.at, end, p.room)
		}
		end += s.size
	}
	for i, h := range p.room.holes[:max(len(p.room.holes)-1, 0)] {
		if h.at+h.size >= p.room.holes[i+1].at {
			t.Fatalf("holes are not in order or not joined: %v", p.room.holes)
		}
	}
	if end != len(p.mem) {
		t.Fatalf("%d of %d bytes have an account", end, len(p.mem))
	}
}

func FuzzBytes(f *testing.F) {
	p := open(f, true)
	total := uint64(len(p.mem))
	f.Add(uint64(0), 1)
	f.Add(total, 1)
	f.Add(total-1, 1)
	f.Add(total-1, 2)
	f.Add(uint64(0), len(p.mem))
	f.Add(uint64(1), len(p.mem))
	f.Add(^uint64(0), 2)
	f.Add(uint64(5), 0)
	f.Add(uint64(5), -1)
	f.Add(uint64(1), int(^uint(0)>>1))
	f.Fuzz(func(t *testing.T, offset uint64, size int) {
		inside := size > 0 && offset < total && uint64(size) <= total && offset+uint64(size) <= total
		pix, err := p.Bytes(offset, size)
		if (err == nil) != inside || inside && (len(pix) != size || cap(pix) != size) {
			t.Fatalf("%d bytes at %d of %d: %d, %v", size, offset, total, len(pix), err)
		}
		if back, ok := p.Offset(pix); ok != inside || inside && back != offset {
			t.Fatalf("%d bytes at %d: offset %d, %v", size, offset, back, ok)
		}
	})
}
