//go:build linux

package shm

import "testing"

func BenchmarkAllocFree(b *testing.B) {
	p := open(b, true)
	for b.Loop() {
		pix, _ := p.Alloc(hd)
		p.Free(pix)
	}
}

func BenchmarkOffsetAndBytes(b *testing.B) {
	p := open(b, true)
	pix := alloc(b, p, hd)
	for b.Loop() {
		offset, _ := p.Offset(pix)
		p.Bytes(offset, len(pix))
	}
}

// The next three write a 1080p frame: into memory that is there already, into
// memory that the kernel must find, and the latter with giving it back.

func BenchmarkWriteReused(b *testing.B) {
	p := open(b, true)
	pix := alloc(b, p, hd)
	clear(pix)
	b.SetBytes(hd)
	for b.Loop() {
		clear(pix)
	}
}

func BenchmarkWriteFirstTouch(b *testing.B) {
	p := open(b, true)
	pix := alloc(b, p, hd)
	b.SetBytes(hd)
	for b.Loop() {
		b.StopTimer()
		discard(pix)
		b.StartTimer()
		clear(pix)
	}
}

func BenchmarkGiveBack(b *testing.B) {
	p := open(b, true)
	pix := alloc(b, p, hd)
	for b.Loop() {
		b.StopTimer()
		clear(pix)
		b.StartTimer()
		discard(pix)
	}
}

func BenchmarkOpenClose(b *testing.B) {
	for b.Loop() {
		p, _ := New("bench", true)
		p.Close()
	}
}
