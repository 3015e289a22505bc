package rtsp

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"
)

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
