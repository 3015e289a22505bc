package rtsp

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
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

// client speaks RTSP by hand.
type client struct {
	t    *testing.T
	net  net.Conn
	in   *bufio.Reader
	cseq int
	url  string
}

func connect(t *testing.T, s *Server) *client {
	t.Helper()
	c, err := net.Dial("tcp", s.Address())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	return &client{t: t, net: c, in: bufio.NewReader(c), url: "rtsp://" + s.Address() + "/street"}
}

// ask sends a request and returns the answer's first line, its headers and its body.
func (c *client) ask(method, path string, headers ...string) (status string, header map[string]string, body string) {
	c.t.Helper()
	c.cseq++
	text := fmt.Sprintf("%s %s RTSP/1.0\r\nCSeq: %d\r\n", method, c.url+path, c.cseq)
	for _, h := range headers {
		text += h + "\r\n"
	}
	if _, err := io.WriteString(c.net, text+"\r\n"); err != nil {
		c.t.Fatal(err)
	}
	header = map[string]string{}
	line := c.line()
	status = strings.TrimPrefix(line, "RTSP/1.0 ")
	for {
		line := c.line()
		if line == "" {
			break
		}
		name, value, _ := strings.Cut(line, ": ")
		header[name] = value
	}
	if header["CSeq"] != strconv.Itoa(c.cseq) {
		c.t.Fatalf("CSeq %s, want %d", header["CSeq"], c.cseq)
	}
	n, _ := strconv.Atoi(header["Content-Length"])
	text2 := make([]byte, n)
	if _, err := io.ReadFull(c.in, text2); err != nil {
		c.t.Fatal(err)
	}
	return status, header, string(text2)
}

func (c *client) line() string {
	c.t.Helper()
	line, err := c.in.ReadString('\n')
	if err != nil {
		c.t.Fatal(err)
	}
	return strings.TrimRight(line, "\r\n")
}

func (c *client) want(status, method, path string, headers ...string) map[string]string {
	c.t.Helper()
	got, header, _ := c.ask(method, path, headers...)
	if got != status {
		c.t.Fatalf("%s %s: got %s, want %s", method, path, got, status)
	}
	return header
}

// play begins to play over the connection.
func (c *client) play() {
	c.t.Helper()
	c.want("200 OK", "SETUP", trackPath, "Transport: RTP/AVP/TCP;unicast;interleaved=4-5")
	c.want("200 OK", "PLAY", "")
}

// packet reads the next packet of the connection.
func (c *client) packet() (channel byte, text []byte, err error) {
	var head [4]byte
	if _, err := io.ReadFull(c.in, head[:]); err != nil {
		return 0, nil, err
	}
	if head[0] != '$' {
		return 0, nil, fmt.Errorf("no packet: %q", head)
	}
	text = make([]byte, binary.BigEndian.Uint16(head[2:]))
	_, err = io.ReadFull(c.in, text)
	return head[1], text, err
}

// unpacker puts packets together again.
type unpacker struct {
	t     *testing.T
	codec codecs.H264Packet
	unit  []byte
	last  int // sequence number
}

// take is the picture that a packet completes, with its time.
func (u *unpacker) take(text []byte) (picture []byte, at uint32) {
	u.t.Helper()
	var p rtp.Packet
	if err := p.Unmarshal(text); err != nil {
		u.t.Fatal(err)
	}
	if len(text) > mtu {
		u.t.Errorf("a packet of %d bytes", len(text))
	}
	if u.last >= 0 && uint16(u.last+1) != p.SequenceNumber {
		u.t.Errorf("packet %d after %d", p.SequenceNumber, u.last)
	}
	u.last = int(p.SequenceNumber)
	piece, err := u.codec.Unmarshal(p.Payload)
	if err != nil {
		u.t.Fatal(err)
	}
	u.unit = append(u.unit, piece...)
	if !p.Marker {
		return nil, 0
	}
	picture, u.unit = u.unit, nil
	return picture, p.Timestamp
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

// TestSlowPlayerMissesFrames: nobody waits for it, and it goes on with a key frame.
func TestSlowPlayerMissesFrames(t *testing.T) {
	s, st := served(t, Options{Players: 2})
	c := connect(t, s)
	c.play()
	const frames = 400
	began := time.Now()
	for seq := range frames {
		if err := st.Write(picture(seq, seq%10 == 0, 60000), seq%10 == 0, time.Duration(seq)*40*time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the stream has waited: %v", took)
	}
	_, dropped := st.Counts()
	if _, key := st.Wanted(); dropped == 0 {
		t.Fatalf("%d dropped, key frame wanted %v", dropped, key)
	}
	u := unpacker{t: t, last: -1}
	next, got := 0, 0
	_ = c.net.SetReadDeadline(time.Now().Add(2 * time.Second))
	for {
		channel, text, err := c.packet()
		if err != nil {
			break
		}
		if channel == 5 {
			continue
		}
		if p, _ := u.take(text); p != nil {
			p = bytes.TrimPrefix(p, sets)
			seq, err := strconv.Atoi(string(p[5:11]))
			if err != nil {
				t.Fatal(err)
			}
			if seq != next && seq%10 != 0 {
				t.Fatalf("frame %d follows frame %d", seq, next-1)
			}
			next, got = seq+1, got+1
		}
	}
	t.Logf("%d of %d frames, %d refused", got, frames, dropped)
	if got == 0 || got == frames {
		t.Errorf("%d of %d frames", got, frames)
	}
}

func TestAnswers(t *testing.T) {
	s, _ := served(t, Options{Players: 1, Password: "anna:geheim"})
	basic := func(text string) string {
		return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(text))
	}
	good := basic("anna:geheim")
	for _, c := range []struct {
		name, method, path string
		headers            []string
		want               string
	}{
		{"options", "OPTIONS", "", nil, "200 OK"},
		{"another stream", "DESCRIBE", "s", nil, "404 Not Found"},
		{"nobody", "DESCRIBE", "", nil, "401 Unauthorized"},
		{"a wrong password", "DESCRIBE", "", []string{basic("anna:x")}, "401 Unauthorized"},
		{"no base64", "DESCRIBE", "", []string{"Authorization: Basic anna:geheim"}, "401 Unauthorized"},
		{"the right password", "DESCRIBE", "", []string{good}, "200 OK"},
		{"play before setup", "PLAY", "", []string{good}, "455 Method Not Valid in This State"},
		{"an unknown transport", "SETUP", trackPath, []string{good, "Transport: RAW/RAW/UDP;unicast"}, "461 Unsupported Transport"},
		{"multicast", "SETUP", trackPath, []string{good, "Transport: RTP/AVP;multicast"}, "461 Unsupported Transport"},
		{"bad ports", "SETUP", trackPath, []string{good, "Transport: RTP/AVP;client_port=0-99999"}, "461 Unsupported Transport"},
		{"recording", "RECORD", "", []string{good}, "405 Method Not Allowed"},
		{"alive", "GET_PARAMETER", "", []string{good, "Content-Length: 0"}, "200 OK"},
	} {
		t.Run(c.name, func(t *testing.T) { connect(t, s).want(c.want, c.method, c.path, c.headers...) })
	}
}

func TestPlayersAreBounded(t *testing.T) {
	s, st := served(t, Options{Players: 1})
	first := connect(t, s)
	first.play()
	second := connect(t, s)
	second.want("200 OK", "SETUP", trackPath, "Transport: RTP/AVP/TCP;unicast")
	second.want("453 Not Enough Bandwidth", "PLAY", "")
	_ = first.net.Close()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if frames, _ := st.Wanted(); !frames {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("a player that has gone is still there")
		}
	}
	second.want("200 OK", "PLAY", "")
	if _, err := s.Add("/street", Options{}); err == nil || !strings.HasSuffix(err.Error(), "/street is taken by another node: choose another path, or put {stream} in it") {
		t.Errorf("got %v", err)
	}
	st.Close()
	if _, err := second.in.ReadByte(); err == nil {
		t.Error("a stream that has ended goes on")
	}
}

func TestComeAndGo(t *testing.T) {
	s, st := served(t, Options{Players: 4})
	for i := range 100 {
		c := connect(t, s)
		c.play()
		if err := st.Write(picture(i, true, 100), true, time.Duration(i)*time.Millisecond); err != nil {
			t.Fatal(err)
		}
		_ = c.net.(*net.TCPConn).SetLinger(0)
		_ = c.net.Close()
		for {
			if frames, _ := st.Wanted(); !frames {
				break
			}
			time.Sleep(time.Millisecond)
		}
	}
}

func TestGarbage(t *testing.T) {
	s, _ := served(t, Options{Players: 1})
	for _, c := range []struct{ name, text, want string }{
		{"of HTTP", "GET / HTTP/1.1\r\n\r\n", "RTSP/1.0 400 Bad Request"},
		{"a long line", "OPTIONS " + strings.Repeat("x", 5000) + " RTSP/1.0\r\n\r\n", "RTSP/1.0 400 Bad Request"},
		{"many headers", "OPTIONS * RTSP/1.0\r\n" + strings.Repeat("A: b\r\n", 100) + "\r\n", "RTSP/1.0 400 Bad Request"},
		{"a large body", "OPTIONS * RTSP/1.0\r\nContent-Length: 99999999\r\n\r\n", "RTSP/1.0 400 Bad Request"},
		{"a bad URL", "DESCRIBE rtsp://%zz RTSP/1.0\r\n\r\n", "RTSP/1.0 400 Bad Request"},
		{"RTCP before", "$\x05\x00\x03abcOPTIONS * RTSP/1.0\r\nCSeq: 7\r\n\r\n", "RTSP/1.0 200 OK"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cl := connect(t, s)
			if _, err := io.WriteString(cl.net, c.text); err != nil {
				t.Fatal(err)
			}
			if got := cl.line(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func FuzzRequest(f *testing.F) {
	f.Add([]byte("SETUP rtsp://h/a/video RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP;client_port=1-2\r\n\r\n"))
	f.Add([]byte("$\x00\x00\x02abPLAY * RTSP/1.0\r\nContent-Length: 3\r\n\r\nabc"))
	f.Fuzz(func(_ *testing.T, text []byte) {
		r := bufio.NewReaderSize(bytes.NewReader(text), mostLine)
		for {
			req, err := readRequest(r, func() {})
			if err != nil {
				return
			}
			_, _, _ = pair(req.header["transport"], 0, 255)
			_ = allowed("a:b", req.header["authorization"])
		}
	})
}
