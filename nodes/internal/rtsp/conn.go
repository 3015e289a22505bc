package rtsp

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net"
	"strings"
	"sync"
	"time"
)

const (
	askTime   = 30 * time.Second // within which a client asks, or plays
	aliveTime = 90 * time.Second // within which a client over UDP shows that it is there
	writeTime = 10 * time.Second // within which a client takes what it is sent
	paramTime = 5 * time.Second  // how long a client waits for the first frame
	methods   = "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER"
)

// conn is one client. It plays one stream at most.
type conn struct {
	server *Server
	net    net.Conn
	in     *bufio.Reader

	write sync.Mutex // of net: answers and packets take turns

	session string
	out     transport // nil before SETUP
	player  *player   // nil before PLAY
	stream  *Stream   // of out
}

func newConn(s *Server, c net.Conn) *conn {
	return &conn{server: s, net: c, in: bufio.NewReaderSize(c, mostLine)}
}

func (c *conn) serve() {
	defer c.end()
	for {
		c.alive()
		req, err := readRequest(c.in, c.alive)
		if err != nil {
			if err == errBad { //nolint:errorlint // nobody wraps it
				_ = c.send(response{code: 400}.text("0"))
			}
			return
		}
		if c.send(c.answer(req).text(req.header["cseq"])) != nil || req.method == "TEARDOWN" {
			return
		}
		if req.method == "PLAY" && c.player != nil {
			c.player.start()
		}
	}
}

// alive moves the moment at which a silent client is given up. One that plays over this
// connection need not speak: what it is sent shows whether it is there.
func (c *conn) alive() {
	patience := askTime
	if c.player != nil {
		patience = aliveTime
		if _, ok := c.out.(*interleaved); ok {
			_ = c.net.SetReadDeadline(time.Time{})
			return
		}
	}
	_ = c.net.SetReadDeadline(time.Now().Add(patience))
}

func (c *conn) send(pieces ...[]byte) error {
	c.write.Lock()
	defer c.write.Unlock()
	if err := c.net.SetWriteDeadline(time.Now().Add(writeTime)); err != nil {
		return err
	}
	buffers := net.Buffers(pieces)
	_, err := buffers.WriteTo(c.net)
	return err
}

func (c *conn) end() {
	_ = c.net.Close() // nobody waits for a client that takes nothing more
	if c.player != nil {
		c.player.stop()
	}
	if c.out != nil {
		c.out.close()
	}
}

func (c *conn) answer(req *request) response {
	if req.method == "OPTIONS" {
		return response{code: 200, headers: []string{"Public", methods}}
	}
	st := c.server.find(req.path)
	if st == nil && c.stream != nil && (req.method == "PLAY" || req.method == "GET_PARAMETER" || req.method == "TEARDOWN") {
		st = c.stream // some clients ask for less than the whole path
	}
	switch {
	case st == nil:
		return response{code: 404}
	case !allowed(st.options.Password, req.header["authorization"]):
		return response{code: 401, headers: []string{"WWW-Authenticate", `Basic realm="maskgraph"`}}
	}
	switch req.method {
	case "DESCRIBE":
		return c.describe(st, req)
	case "SETUP":
		return c.setup(st, req)
	case "PLAY":
		return c.play()
	case "GET_PARAMETER", "TEARDOWN":
		return response{code: 200, headers: c.sessionHeader()}
	}
	return response{code: 405, headers: []string{"Allow", methods}}
}

// allowed says whether a client has shown user and password (USER:PASSWORD) as RFC 7617
// says.
func allowed(want, header string) bool {
	if want == "" {
		return true
	}
	scheme, encoded, _ := strings.Cut(header, " ")
	got, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	a, b := sha256.Sum256(got), sha256.Sum256([]byte(want))
	return err == nil && strings.EqualFold(scheme, "Basic") && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

func (c *conn) describe(st *Stream, req *request) response {
	sdp, ok := st.describe(c.net.LocalAddr(), paramTime)
	if !ok {
		return response{code: 503}
	}
	base := "rtsp://" + c.net.LocalAddr().String() + st.path + "/"
	return response{code: 200, headers: []string{"Content-Type", "application/sdp", "Content-Base", base}, body: sdp}
}

func (c *conn) setup(st *Stream, req *request) response {
	if c.out != nil {
		return response{code: 455}
	}
	out, header, err := c.transport(req.header["transport"])
	if err != nil {
		return response{code: 461}
	}
	c.out, c.stream, c.session = out, st, rand.Text()
	return response{code: 200, headers: append(c.sessionHeader(), "Transport", header)}
}

func (c *conn) sessionHeader() []string {
	if c.session == "" {
		return nil
	}
	return []string{"Session", c.session + ";timeout=60"}
}

func (c *conn) play() response {
	switch {
	case c.out == nil:
		return response{code: 455}
	case c.player == nil:
		p, ok := c.stream.join(c)
		if !ok {
			return response{code: 453}
		}
		c.player = p
	}
	return response{code: 200, headers: append(c.sessionHeader(), "Range", "npt=now-")}
}
