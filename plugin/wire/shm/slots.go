package shm

import (
	"fmt"
	"os"
	"unsafe"
)

// Alloc hands out a slot of size bytes, which starts at a page. It is an ordinary
// slice for everyone but the garbage collector, holds what was in it before, and
// is the caller's until Free. A slot of the same size that was freed lately is
// preferred: its memory is there already, in both processes.
func (p *Pool) Alloc(size int) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case !p.allot:
		return nil, fmt.Errorf("shm: pool %s: the other side hands out its slots", p.name)
	case p.mem == nil:
		return nil, fmt.Errorf("shm: pool %s is closed", p.name)
	case size <= 0:
		return nil, fmt.Errorf("shm: pool %s: a slot of %d bytes was asked for: it must be at least 1", p.name, size)
	case size > len(p.mem):
		return nil, p.full(size)
	}
	at, ok := p.room.take(pages(size))
	if !ok {
		return nil, p.full(size)
	}
	return p.mem[at : at+size : at+size], nil
}

// Free gives a slot back. pix is what Alloc returned, or any slice that starts
// where that does. Anything else, a slot that was freed before above all, is a
// programmer's mistake and panics: look up what a peer names before it gets here.
func (p *Pool) Free(pix []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.distance(pix)
	if at >= uint64(len(p.mem)) || !p.room.put(int(at)) {
		panic(fmt.Sprintf("shm: pool %s: Free of bytes that are no slot in use: was it freed before?", p.name))
	}
}

// Offset is where bytes lie in the pool, which is what the other side passes to
// its Bytes. It goes by their address, so any part of a slot will do. It is false
// for bytes that lie elsewhere, or are none.
func (p *Pool) Offset(pix []byte) (uint64, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at, size := p.distance(pix), uint64(len(p.mem))
	if len(pix) == 0 || at >= size || uint64(len(pix)) > size-at {
		return 0, false
	}
	return at, true
}

// Bytes is a part of the pool. What the other side says about offset and size
// need not be trusted: what does not lie in the pool is an error. The bytes stay
// what they are only as long as the side that allots leaves the slot alone.
func (p *Pool) Bytes(offset uint64, size int) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	total := uint64(len(p.mem))
	if size <= 0 || offset >= total || uint64(size) > total-offset {
		return nil, fmt.Errorf("shm: pool %s: %d bytes at %d do not lie in its %d bytes", p.name, size, offset, total)
	}
	end := offset + uint64(size)
	return p.mem[offset:end:end], nil
}

// InUse counts the slots that were handed out and not freed, and the bytes of
// memory that they may take. Both are 0 on the side that does not allot.
func (p *Pool) InUse() (slots int, bytes int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.room.used), int64(p.room.bytes)
}

// distance is from the start of the pool to pix, beyond its end for bytes that lie before it.
func (p *Pool) distance(pix []byte) uint64 {
	return uint64(uintptr(unsafe.Pointer(unsafe.SliceData(pix))) - uintptr(unsafe.Pointer(unsafe.SliceData(p.mem))))
}

func (p *Pool) full(size int) error {
	const mb = 1 << 20
	return fmt.Errorf("shm: pool %s has no room for %d more MiB: %d slots take %d of %d MiB; release frames sooner, or keep fewer of them",
		p.name, (size-1)/mb+1, len(p.room.used), p.room.bytes/mb, len(p.mem)/mb)
}

// pages rounds up to whole pages.
func pages(size int) int {
	page := os.Getpagesize()
	return (size + page - 1) / page * page
}
