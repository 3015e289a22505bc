package rtsp

import (
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	sps  = []byte{0x67, 0x64, 0x00, 0x1f, 0xac}
	pps  = []byte{0x68, 0xeb, 0xe3}
	sets = bytes.Join([][]byte{nil, sps, pps}, []byte{0, 0, 0, 1})
)

// picture is a unit of H.264 that tells its number and is large enough for several
// packets.
func picture(seq int, key bool, size int) []byte {
	kind := byte(0x41)
	if key {
		kind = 0x65
	}
	unit := append([]byte{0, 0, 0, 1, kind}, fmt.Appendf(nil, "%06d", seq)...)
	return append(unit, bytes.Repeat([]byte{0xaa}, size)...)
}

func served(t *testing.T, o Options) (*Server, *Stream) {
	t.Helper()
	s, err := Listen("127.0.0.1:0", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	st, err := s.Add("/street", o)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.SetParams(sets); err != nil {
		t.Fatal(err)
	}
	return s, st
}

func TestPicturesArriveAsTheyWere(t *testing.T) {
	s, st := served(t, Options{Players: 2})
	c := connect(t, s)
	status, header, body := c.ask("DESCRIBE", "", "Accept: application/sdp")
	if status != "200 OK" || header["Content-Base"] != c.url+"/" ||
		!strings.Contains(body, "profile-level-id=64001F;sprop-parameter-sets=Z2QAH6w=,aOvj\r\n") {
		t.Fatalf("%s, %v, %s", status, header, body)
	}
	if frames, key := st.Wanted(); frames || key {
		t.Error("frames are wanted and nobody plays")
	}
	c.play()
	if frames, key := st.Wanted(); !frames || !key {
		t.Error("a key frame is not wanted and somebody plays")
	}
	for seq := range 10 {
		if err := st.Write(picture(seq, seq%4 == 2, 5000), seq%4 == 2, time.Duration(seq)*40*time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	u := unpacker{t: t, last: -1}
	var first uint32
	reports := 0
	for seq := 2; seq < 10; { // those before the first key frame are of no use
		channel, text, err := c.packet()
		if err != nil {
			t.Fatal(err)
		}
		if channel == 5 {
			if all, err := rtcp.Unmarshal(text); err != nil || len(all) != 2 {
				t.Fatalf("%v, %v", all, err)
			}
			reports++
			continue
		}
		got, at := u.take(text)
		if got == nil {
			continue
		}
		want := picture(seq, seq%4 == 2, 5000)
		if seq%4 == 2 {
			want = append(bytes.Clone(sets), want...)
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("picture %d: %d bytes, want %d", seq, len(got), len(want))
		}
		if seq == 2 {
			first = at
		}
		if at-first != uint32(seq-2)*3600 {
			t.Errorf("picture %d at %d", seq, at-first)
		}
		seq++
	}
	if reports != 1 {
		t.Errorf("%d reports", reports)
	}
	c.want("200 OK", "TEARDOWN", "")
	if _, err := c.in.ReadByte(); err == nil {
		t.Error("the connection goes on after TEARDOWN")
	}
}

func TestOverUDP(t *testing.T) {
	s, st := served(t, Options{Players: 2})
	data, control, err := listenPair(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	defer control.Close()
	c := connect(t, s)
	offer := fmt.Sprintf("Transport: RTP/AVP;multicast, RTP/AVP;unicast;client_port=%d-%d;destination=192.0.2.1", portOf(data), portOf(control))
	if got := c.want("200 OK", "SETUP", trackPath, offer)["Transport"]; !strings.HasPrefix(got, fmt.Sprintf("RTP/AVP;unicast;client_port=%d-%d;server_port=", portOf(data), portOf(control))) {
		t.Fatalf("got %s", got)
	}
	c.want("200 OK", "PLAY", "/")
	if err := st.Write(picture(0, true, 3000), true, 0); err != nil {
		t.Fatal(err)
	}
	u := unpacker{t: t, last: -1}
	buf := make([]byte, 2000)
	_ = data.SetReadDeadline(time.Now().Add(10 * time.Second))
	for got := []byte(nil); got == nil; {
		n, err := data.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		got, _ = u.take(buf[:n])
	}
	_ = control.SetReadDeadline(time.Now().Add(10 * time.Second))
	if n, err := control.Read(buf); err != nil || n < 28 {
		t.Errorf("no report: %v", err)
	}
}
