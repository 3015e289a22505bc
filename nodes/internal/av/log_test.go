package av

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

// TestLogIsReadUpToAnyCut: what is whole before the cut is read, and whatever follows
// is an error or nothing, never a packet.
func TestLogIsReadUpToAnyCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		params := Params{Codec: "h264", Width: 4, Height: 2, Extradata: rapid.SliceOf(rapid.Byte()).Draw(t, "extradata")}
		log, err := AppendHeader(nil, params)
		if err != nil {
			t.Fatal(err)
		}
		ends := []int64{int64(len(log))}
		var want []Packet
		for range rapid.IntRange(0, 5).Draw(t, "packets") {
			p := Packet{PTS: rapid.Int64().Draw(t, "pts"), Key: rapid.Bool().Draw(t, "key"), Data: rapid.SliceOf(rapid.Byte()).Draw(t, "data")}
			want = append(want, p)
			log = AppendPacket(log, p)
			ends = append(ends, int64(len(log)))
		}
		for i, end := range ends {
			if size, err := LogSize(bytes.NewReader(log), i); err != nil || size != end {
				t.Fatalf("%d packets take %d bytes (%v), want %d", i, size, err, end)
			}
		}
		if _, err := LogSize(bytes.NewReader(log[:len(log)-1]), len(want)); err == nil {
			t.Fatal("a log without its last byte has a size")
		}
		cut := rapid.IntRange(len(log)-len(log)/2, len(log)).Draw(t, "cut")
		got, packets, err := ReadLog(bytes.NewReader(append(log[:cut:cut], rapid.SliceOf(rapid.Byte()).Draw(t, "garbage")...)))
		if err != nil {
			return // the cut goes through the header
		}
		if !bytes.Equal(got.Extradata, params.Extradata) || got.Codec != params.Codec {
			t.Fatalf("header: %+v", got)
		}
		n := 0
		for p, err := range packets {
			if err != nil {
				break
			}
			if n >= len(want) || p.PTS != want[n].PTS || p.Key != want[n].Key || !bytes.Equal(p.Data, want[n].Data) {
				t.Fatalf("packet %d: %+v", n, p)
			}
			n++
		}
		if whole := len(ends) - 1; cut == len(log) && n != whole {
			t.Fatalf("%d packets, want %d", n, whole)
		}
	})
}

func FuzzReadLog(f *testing.F) {
	log, _ := AppendHeader(nil, Params{Codec: "ffv1"})
	f.Add(AppendPacket(log, Packet{Key: true, Data: []byte("x")}))
	f.Fuzz(func(_ *testing.T, log []byte) {
		if _, packets, err := ReadLog(bytes.NewReader(log)); err == nil {
			for range packets {
			}
		}
		_, _ = LogSize(bytes.NewReader(log), 3)
	})
}
