package shm

import (
	"cmp"
	"slices"
)

// patience is for how many calls of take a free slot keeps its memory: at 30
// frames a second, some 8 seconds.
const patience = 256

// room keeps the accounts of a pool: every byte is part of a slot in use, of an
// idle slot or of a hole. It touches no memory.
type room struct {
	used  map[int]int // slots in use: where they start, and their size
	bytes int         // their sum
	idle  []slot      // freed, but the memory is still there; the last freed at the end
	holes []slot      // without memory; in the order of at, no two adjacent
	turn  int         // counts calls of take
	drop  func(at, size int)
}

type slot struct {
	at, size int
	turn     int // when it was freed
}

func newRoom(mem []byte) room {
	return room{
		used:  map[int]int{},
		holes: []slot{{at: 0, size: len(mem)}},
		drop:  func(at, size int) { discard(mem[at : at+size]) },
	}
}

// take finds room for a slot. It also gives memory back that nobody has wanted
// for long, but only one slot, as that takes a millisecond or more.
func (r *room) take(size int) (at int, ok bool) {
	r.turn++
	if at, ok = r.reuse(size); !ok {
		at, ok = r.carve(size)
	}
	if !ok && len(r.idle) > 0 {
		r.expire(len(r.idle))
		at, ok = r.carve(size)
	}
	if len(r.idle) > 0 && r.turn-r.idle[0].turn > patience {
		r.expire(1)
	}
	if ok {
		r.used[at] = size
		r.bytes += size
	}
	return at, ok
}

// put makes the slot at an offset idle; it is false when there is none in use.
func (r *room) put(at int) bool {
	size, ok := r.used[at]
	if ok {
		delete(r.used, at)
		r.bytes -= size
		r.idle = append(r.idle, slot{at, size, r.turn})
	}
	return ok
}

// reuse prefers the slot that was freed last: caches still hold it, and those
// that a burst has left behind grow old.
func (r *room) reuse(size int) (at int, ok bool) {
	for i, s := range slices.Backward(r.idle) {
		if s.size == size {
			r.idle = slices.Delete(r.idle, i, i+1)
			return s.at, true
		}
	}
	return 0, false
}

// carve cuts a slot from the first hole that is large enough.
func (r *room) carve(size int) (at int, ok bool) {
	i := slices.IndexFunc(r.holes, func(h slot) bool { return h.size >= size })
	if i < 0 {
		return 0, false
	}
	h := &r.holes[i]
	at = h.at
	h.at, h.size = h.at+size, h.size-size
	if h.size == 0 {
		r.holes = slices.Delete(r.holes, i, i+1)
	}
	return at, true
}

// expire turns the n slots that have been idle for longest into holes.
func (r *room) expire(n int) {
	for _, s := range r.idle[:n] {
		r.drop(s.at, s.size)
		r.dig(s.at, s.size)
	}
	r.idle = slices.Delete(r.idle, 0, n)
}

// dig adds a hole, and joins it with its neighbours.
func (r *room) dig(at, size int) {
	i, _ := slices.BinarySearchFunc(r.holes, at, func(h slot, at int) int { return cmp.Compare(h.at, at) })
	if i < len(r.holes) && r.holes[i].at == at+size {
		size += r.holes[i].size
		r.holes = slices.Delete(r.holes, i, i+1)
	}
	if i > 0 && r.holes[i-1].at+r.holes[i-1].size == at {
		r.holes[i-1].size += size
		return
	}
	r.holes = slices.Insert(r.holes, i, slot{at: at, size: size})
}
