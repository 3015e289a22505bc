package rtsp

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
)

// Bounds of what a client may send.
const (
	mostLine    = 4096
	mostHeaders = 64
	mostBody    = 64 << 10
)

var errBad = errors.New("not a request of RTSP")

// request is what a client asks.
type request struct {
	method string
	path   string
	header map[string]string // names in lower case
}

// readRequest reads the next request. What clients send of RTCP over the same
// connection is skipped, and told to alive.
func readRequest(r *bufio.Reader, alive func()) (*request, error) {
	for {
		first, err := r.Peek(1)
		if err != nil {
			return nil, err
		}
		alive()
		switch first[0] {
		case '$':
			if err := skipInterleaved(r); err != nil {
				return nil, err
			}
		case '\r', '\n':
			_, _ = r.Discard(1)
		default:
			return readText(r)
		}
	}
}

func skipInterleaved(r *bufio.Reader) error {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return err
	}
	_, err := r.Discard(int(binary.BigEndian.Uint16(head[2:])))
	return err
}

func readText(r *bufio.Reader) (*request, error) {
	line, err := readLine(r)
	if err != nil {
		return nil, err
	}
	words := strings.Fields(line)
	if len(words) != 3 || !strings.HasPrefix(words[2], "RTSP/1.") {
		return nil, errBad
	}
	req := &request{method: words[0], header: map[string]string{}}
	if words[1] != "*" {
		u, err := url.Parse(words[1])
		if err != nil {
			return nil, errBad
		}
		req.path = u.Path
	}
	for range mostHeaders {
		line, err := readLine(r)
		if err != nil {
			return nil, err
		}
		if line == "" {
			return req, skipBody(r, req.header["content-length"])
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, errBad
		}
		req.header[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
	}
	return nil, errBad
}

func readLine(r *bufio.Reader) (string, error) {
	line, err := r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return "", errBad
	}
	return strings.TrimRight(string(line), "\r\n"), err
}

// skipBody: nothing that clients of a player say in a body matters.
func skipBody(r *bufio.Reader, length string) error {
	if length == "" {
		return nil
	}
	n, err := strconv.Atoi(length)
	if err != nil || n < 0 || n > mostBody {
		return errBad
	}
	_, err = r.Discard(n)
	return err
}

// response is what is answered: headers are name and value in turns.
type response struct {
	code    int
	headers []string
	body    string
}

var reasons = map[int]string{
	200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 405: "Method Not Allowed", 453: "Not Enough Bandwidth",
	454: "Session Not Found", 455: "Method Not Valid in This State", 461: "Unsupported Transport", 503: "Service Unavailable",
}

func (r response) text(cseq string) []byte {
	b := fmt.Appendf(nil, "RTSP/1.0 %d %s\r\nCSeq: %s\r\nServer: maskgraph\r\n", r.code, reasons[r.code], cseq)
	for i := 0; i+1 < len(r.headers); i += 2 {
		b = fmt.Appendf(b, "%s: %s\r\n", r.headers[i], r.headers[i+1])
	}
	if r.body != "" {
		b = fmt.Appendf(b, "Content-Length: %d\r\n", len(r.body))
	}
	return append(append(b, "\r\n"...), r.body...)
}
