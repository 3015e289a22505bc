package rtsp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// transport carries packets to one client.
type transport interface {
	rtp(packet []byte) error
	rtcp(packet []byte) error
	close()
}

var errTransport = errors.New("no transport that this server knows")

// transport makes the first one of a list that can be had, and says which as a header
// does.
func (c *conn) transport(offers string) (transport, string, error) {
	for offer := range strings.SplitSeq(offers, ",") {
		params := map[string]string{}
		names := strings.Split(offer, ";")
		for _, p := range names {
			name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
			params[strings.ToLower(name)] = value
		}
		_, multicast := params["multicast"]
		if mode, ok := params["mode"]; multicast || ok && !strings.EqualFold(strings.Trim(mode, `"`), "PLAY") {
			continue
		}
		switch strings.ToUpper(strings.TrimSpace(names[0])) {
		case "RTP/AVP/TCP":
			a, b, ok := pair(params["interleaved"], 0, 255)
			if !ok {
				a, b = 0, 1
			}
			return &interleaved{c, byte(a), byte(b)}, fmt.Sprintf("RTP/AVP/TCP;unicast;interleaved=%d-%d", a, b), nil
		case "RTP/AVP", "RTP/AVP/UDP":
			a, b, ok := pair(params["client_port"], 1, 65535)
			if !ok {
				continue
			}
			u, err := newUDP(c, a, b)
			if err != nil {
				return nil, "", err
			}
			return u, fmt.Sprintf("RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d", a, b, portOf(u.data), portOf(u.control)), nil
		}
	}
	return nil, "", errTransport
}

// pair reads two numbers such as 0-1.
func pair(text string, least, most int) (a, b int, ok bool) {
	first, second, ok := strings.Cut(text, "-")
	a, err := strconv.Atoi(first)
	b, err2 := strconv.Atoi(second)
	return a, b, ok && err == nil && err2 == nil && a >= least && b >= least && a <= most && b <= most
}

// interleaved sends packets over the connection of the requests.
type interleaved struct {
	conn          *conn
	data, control byte // channels
}

func (t *interleaved) rtp(packet []byte) error  { return t.send(t.data, packet) }
func (t *interleaved) rtcp(packet []byte) error { return t.send(t.control, packet) }
func (t *interleaved) close()                   {}

func (t *interleaved) send(channel byte, packet []byte) error {
	head := binary.BigEndian.AppendUint16([]byte{'$', channel}, uint16(len(packet)))
	return t.conn.send(head, packet)
}
