package av

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"iter"
)

var errDamaged = errors.New("the log of packets is damaged")

// ReadLog reads a log: first its header, then its packets as the sequence is
// ranged over. A packet's Data is valid until the next one.
func ReadLog(r io.Reader) (Params, iter.Seq2[Packet, error], error) {
	var p Params
	l := &logReader{r: bufio.NewReaderSize(r, 1<<20)}
	kind, _, data, err := l.next()
	if err == nil && kind != kindHeader {
		err = errDamaged
	}
	if err == nil {
		err = json.Unmarshal(data, &p)
	}
	if err != nil {
		return Params{}, nil, fmt.Errorf("reading the header of the log of packets: %w", err)
	}
	return p, l.packets, nil
}

type logReader struct {
	r   *bufio.Reader
	buf []byte
}

func (l *logReader) packets(yield func(Packet, error) bool) {
	for {
		kind, pts, data, err := l.next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err == nil && kind != kindKey && kind != kindOther {
			err = errDamaged
		}
		if !yield(Packet{PTS: pts, Key: kind == kindKey, Data: data}, err) || err != nil {
			return
		}
	}
}

// next is io.EOF only after a whole record.
func (l *logReader) next() (kind byte, pts int64, data []byte, err error) {
	var head [recordHead]byte
	if _, err := io.ReadFull(l.r, head[:]); err != nil {
		return 0, 0, nil, err
	}
	size := binary.LittleEndian.Uint32(head[:])
	if size > mostData {
		return 0, 0, nil, errDamaged
	}
	if l.buf, err = readFull(l.r, l.buf[:0], int(size)); err != nil {
		return 0, 0, nil, fmt.Errorf("%w: it ends within a record", errDamaged)
	}
	sum := crc32.Update(crc32.Checksum(head[8:], castagnoli), castagnoli, l.buf)
	if sum != binary.LittleEndian.Uint32(head[4:]) {
		return 0, 0, nil, errDamaged
	}
	return head[16], int64(binary.LittleEndian.Uint64(head[8:])), l.buf, nil
}

// readFull appends size bytes. It takes memory as the bytes come, not as they are
// promised.
func readFull(r io.Reader, b []byte, size int) ([]byte, error) {
	const step = 4 << 20
	for size > 0 {
		n, at := min(size, step), len(b)
		b = append(b, make([]byte, n)...)
		if _, err := io.ReadFull(r, b[at:]); err != nil {
			return b, err
		}
		size -= n
	}
	return b, nil
}
