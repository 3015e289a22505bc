package rtsp

import (
	"bufio"
	"net"
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
