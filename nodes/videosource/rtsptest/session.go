package rtsptest

import (
	"bufio"
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"sync/atomic"
)

// session is one connection.
type session struct {
	conn      net.Conn
	behaviour Behaviour
	sent      *atomic.Int64
	udp       *net.UDPConn // nil: pictures go through conn
	writing   sync.Mutex
	playing   sync.WaitGroup
	quit      chan struct{}
}

type request struct {
	method, uri string
	header      textproto.MIMEHeader
}

func (s *session) run() {
	s.quit = make(chan struct{})
	defer s.playing.Wait()
	defer close(s.quit)
	defer func() {
		if s.udp != nil {
			_ = s.udp.Close()
		}
	}()
	if s.behaviour.Silent {
		_, _ = io.Copy(io.Discard, s.conn)
		return
	}
	r := bufio.NewReader(s.conn)
	for {
		req, err := read(r)
		if err != nil || !s.answer(req) {
			return
		}
	}
}

// read reads a request, and passes over what the client reports of its reception.
func read(r *bufio.Reader) (req request, err error) {
	for {
		head, err := r.Peek(4)
		if err != nil {
			return req, err
		}
		if head[0] != '$' {
			break
		}
		if _, err := r.Discard(4 + int(head[2])<<8 + int(head[3])); err != nil {
			return req, err
		}
	}
	tp := textproto.NewReader(r)
	line, err := tp.ReadLine()
	if err != nil {
		return req, err
	}
	if _, err := fmt.Sscanf(line, "%s %s RTSP/1.0", &req.method, &req.uri); err != nil {
		return req, err
	}
	req.header, err = tp.ReadMIMEHeader()
	return req, err
}

// answer says whether the session goes on.
func (s *session) answer(req request) bool {
	b := &s.behaviour
	switch {
	case b.Noise:
		noise := make([]byte, 4000)
		rand.New(rand.NewSource(1)).Read(noise)
		_, err := s.conn.Write(noise)
		return err == nil
	case !s.knows(req):
		return s.reply(req, "401 Unauthorized", `WWW-Authenticate: Digest realm="camera", nonce="`+nonce+`"`)
	}
	switch req.method {
	case "OPTIONS":
		return s.reply(req, "200 OK", "Public: DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER")
	case "DESCRIBE":
		if b.Status != "" {
			return s.reply(req, b.Status)
		}
		return s.describe(req)
	case "SETUP":
		return s.setup(req)
	case "PLAY":
		ok := s.reply(req, "200 OK", "Range: npt=0.000-")
		s.playing.Go(s.play)
		return ok
	case "TEARDOWN":
		s.reply(req, "200 OK")
		return false
	}
	return s.reply(req, "200 OK")
}

func (s *session) reply(req request, status string, lines ...string) bool {
	s.writing.Lock()
	defer s.writing.Unlock()
	head := append([]string{"RTSP/1.0 " + status, "CSeq: " + req.header.Get("CSeq"), "Session: 7;timeout=60"}, lines...)
	_, err := s.conn.Write([]byte(strings.Join(head, "\r\n") + "\r\n\r\n"))
	return err == nil
}

const nonce = "0123456789abcdef"

// knows checks the Digest of RFC 2617 that the client has sent.
func (s *session) knows(req request) bool {
	user, password, wanted := strings.Cut(s.behaviour.Account, ":")
	if !wanted || req.method == "OPTIONS" {
		return true
	}
	sum := func(text string) string { return fmt.Sprintf("%x", md5.Sum([]byte(text))) }
	want := sum(sum(user+":camera:"+password) + ":" + nonce + ":" + sum(req.method+":"+req.uri))
	return strings.Contains(req.header.Get("Authorization"), `response="`+want+`"`)
}

func (s *session) describe(req request) bool {
	var sets []string
	for _, unit := range s.behaviour.Video.parameterSets() {
		sets = append(sets, base64.StdEncoding.EncodeToString(unit))
	}
	sdp := "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=test\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=range:npt=now-\r\n" +
		"m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;sprop-parameter-sets=" +
		strings.Join(sets, ",") + "\r\na=control:track\r\n\r\n"
	// The end of the header and the body are lines as any others.
	return s.reply(req, "200 OK", "Content-Type: application/sdp", fmt.Sprintf("Content-Length: %d", len(sdp)), "", strings.TrimSuffix(sdp, "\r\n\r\n"))
}

func (s *session) setup(req request) bool {
	transport := req.header.Get("Transport")
	_, ports, isUDP := strings.Cut(transport, "client_port=")
	if !isUDP {
		return s.reply(req, "200 OK", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1")
	}
	var port int
	if _, err := fmt.Sscanf(ports, "%d", &port); err != nil {
		return s.reply(req, "400 Bad Request")
	}
	var err error
	s.udp, err = net.DialUDP("udp", nil, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
	if err != nil {
		return s.reply(req, "500 Internal Server Error")
	}
	own := s.udp.LocalAddr().(*net.UDPAddr).Port
	return s.reply(req, "200 OK", fmt.Sprintf("Transport: RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d", port, port+1, own, own+1))
}
