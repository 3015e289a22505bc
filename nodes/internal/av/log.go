package av

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"io"
)

// A log is a sequence of records that can be cut off anywhere: what is whole up to
// there can be read. A record is, little endian,
//
//	4 bytes  length of the data
//	4 bytes  CRC-32C of all that follows
//	8 bytes  PTS
//	1 byte   kind
//	         data
//
// The first record is the header, whose data is Params as JSON.
const recordHead = 4 + 4 + 8 + 1

// The kinds of record.
const (
	kindHeader = 'H'
	kindKey    = 'K'
	kindOther  = 'P'
)

// mostData bounds what a record may claim to hold.
const mostData = 1 << 30

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// AppendHeader appends the record that a log begins with.
func AppendHeader(b []byte, p Params) ([]byte, error) {
	text, err := json.Marshal(p)
	return appendRecord(b, kindHeader, 0, text), err
}

// AppendPacket appends a packet's record.
func AppendPacket(b []byte, p Packet) []byte {
	kind := byte(kindOther)
	if p.Key {
		kind = kindKey
	}
	return appendRecord(b, kind, p.PTS, p.Data)
}

func appendRecord(b []byte, kind byte, pts int64, data []byte) []byte {
	start := len(b)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	b = append(b, 0, 0, 0, 0)
	b = binary.LittleEndian.AppendUint64(b, uint64(pts))
	b = append(append(b, kind), data...)
	binary.LittleEndian.PutUint32(b[start+4:], crc32.Checksum(b[start+8:], castagnoli))
	return b
}

// LogSize is the size of a log's header and first packets, by the lengths that stand
// in it.
func LogSize(r io.ReaderAt, packets int) (int64, error) {
	var size int64
	for range 1 + packets {
		var head [recordHead]byte
		if _, err := r.ReadAt(head[:], size); err != nil {
			return 0, err
		}
		size += recordHead + int64(binary.LittleEndian.Uint32(head[:]))
	}
	if size > 0 {
		if _, err := r.ReadAt(make([]byte, 1), size-1); err != nil { // the last one is whole
			return 0, err
		}
	}
	return size, nil
}
