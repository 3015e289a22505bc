package formats

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"
)

// spool holds pieces of text on the disk, each under a key, for formats that want
// everything about one track together. In memory is one number for each key.
type spool struct {
	file *file
	last map[int]int64 // where the last piece of a key begins
	size int64
	buf  []byte
}

const spoolHead = 8 + 8 + 4 // where the key's piece before begins, or -1; key; length

func (d *desk) spool() (*spool, error) {
	f, err := d.side()
	return &spool{file: f, last: map[int]int64{}}, err
}

func (s *spool) add(key int, piece []byte) error {
	before, ok := s.last[key]
	if !ok {
		before = -1
	}
	var head [spoolHead]byte
	binary.LittleEndian.PutUint64(head[:], uint64(before))
	binary.LittleEndian.PutUint64(head[8:], uint64(key))
	binary.LittleEndian.PutUint32(head[16:], uint32(len(piece)))
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

// head reads that of the piece at a place.
func (s *spool) head(at int64) (before int64, key int, piece io.Reader, length int, err error) {
	var head [spoolHead]byte
	if _, err := s.file.journal.ReadAt(head[:], at); err != nil {
		return 0, 0, nil, 0, fmt.Errorf("reading what was put aside: %w", err)
	}
	length = int(binary.LittleEndian.Uint32(head[16:]))
	piece = io.NewSectionReader(s.file.journal, at+spoolHead, int64(length))
	return int64(binary.LittleEndian.Uint64(head[:])), int(int64(binary.LittleEndian.Uint64(head[8:]))), piece, length, nil
}

func (s *spool) read(piece io.Reader, length int) ([]byte, error) {
	s.buf = slices.Grow(s.buf[:0], length)[:length]
	_, err := io.ReadFull(piece, s.buf)
	return s.buf, err
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
	for at >= 0 {
		places = append(places, at)
		var err error
		if at, _, _, _, err = s.head(at); err != nil {
			return err
		}
	}
	for _, at := range slices.Backward(places) {
		_, _, piece, length, err := s.head(at)
		if err != nil {
			return err
		}
		text, err := s.read(piece, length)
		if err != nil {
			return err
		}
		if err := do(text); err != nil {
			return err
		}
	}
	return nil
}

// walk walks over all pieces in the order in which they came.
func (s *spool) walk(do func(key int, piece []byte) error) error {
	if err := s.file.Flush(); err != nil {
		return err
	}
	for s.size = 0; s.size < s.file.journal.Size(); {
		_, key, piece, length, err := s.head(s.size)
		if err != nil {
			return err
		}
		text, err := s.read(piece, length)
		if err != nil {
			return err
		}
		if err := do(key, text); err != nil {
			return err
		}
		s.last[key] = s.size
		s.size += int64(spoolHead + length)
	}
	return nil
}
