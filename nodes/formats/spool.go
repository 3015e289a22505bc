package formats

import (
	"encoding/binary"
	"io"
	"slices"
)

// spool holds pieces of text on the disk, each under a key, for formats that want
// everything about one track together. In memory is one number for each key.
type spool struct {
	file *file
	size int64
	last map[int]int64 // where the last piece of a key begins
	buf  []byte
}

const spoolHead = 8 + 4 // where the key's piece before begins, or -1; length

func newSpool(beside string) (*spool, error) {
	f, err := aside(beside)
	if err != nil {
		return nil, err
	}
	return &spool{file: f, last: map[int]int64{}}, nil
}

func (s *spool) add(key int, piece []byte) error {
	before, ok := s.last[key]
	if !ok {
		before = -1
	}
	var head [spoolHead]byte
	binary.NativeEndian.PutUint64(head[:], uint64(before))
	binary.NativeEndian.PutUint32(head[8:], uint32(len(piece)))
	if _, err := s.file.Write(head[:]); err != nil {
		return err
	}
	if _, err := s.file.Write(piece); err != nil {
		return err
	}
	s.last[key] = s.size
	s.size += int64(len(head) + len(piece))
	return nil
}

// each walks over a key's pieces in the order in which they came. A piece is valid
// until the next one.
func (s *spool) each(key int, do func(piece []byte) error) error {
	if err := s.file.Flush(); err != nil {
		return err
	}
	at, ok := s.last[key]
	if !ok {
		return nil
	}
	var places []int64
	var head [spoolHead]byte
	for ; at >= 0; at = int64(binary.NativeEndian.Uint64(head[:])) {
		places = append(places, at)
		if _, err := s.file.f.ReadAt(head[:], at); err != nil {
			return err
		}
	}
	for _, at := range slices.Backward(places) {
		if _, err := s.file.f.ReadAt(head[:], at); err != nil {
			return err
		}
		n := int(binary.NativeEndian.Uint32(head[8:]))
		s.buf = slices.Grow(s.buf[:0], n)[:n]
		if _, err := io.ReadFull(io.NewSectionReader(s.file.f, at+spoolHead, int64(n)), s.buf); err != nil {
			return err
		}
		if err := do(s.buf); err != nil {
			return err
		}
	}
	return nil
}

func (s *spool) free() { s.file.free() }
