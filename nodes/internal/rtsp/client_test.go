package rtsp

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
)

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
