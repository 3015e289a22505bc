package rtsp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
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

// udp sends packets to two ports of the client's address, and to no other one, whatever
// it asks for.
type udp struct {
	data, control     *net.UDPConn
	toData, toControl *net.UDPAddr
	listening         chan struct{}
}

func newUDP(c *conn, data, control int) (*udp, error) {
	here, there := c.net.LocalAddr().(*net.TCPAddr), c.net.RemoteAddr().(*net.TCPAddr)
	u := &udp{
		toData:    &net.UDPAddr{IP: there.IP, Zone: there.Zone, Port: data},
		toControl: &net.UDPAddr{IP: there.IP, Zone: there.Zone, Port: control},
		listening: make(chan struct{}),
	}
	var err error
	if u.data, u.control, err = listenPair(here); err != nil {
		return nil, err
	}
	go u.listen(c)
	return u, nil
}

// listenPair opens an even port and the one after it, as RTP and RTCP want them.
func listenPair(at *net.TCPAddr) (even, odd *net.UDPConn, err error) {
	for range 50 {
		even, err = net.ListenUDP("udp", &net.UDPAddr{IP: at.IP, Zone: at.Zone})
		if err != nil {
			return nil, nil, err
		}
		if port := portOf(even); port%2 == 0 {
			if odd, err = net.ListenUDP("udp", &net.UDPAddr{IP: at.IP, Zone: at.Zone, Port: port + 1}); err == nil {
				return even, odd, nil
			}
		}
		_ = even.Close()
	}
	return nil, nil, errors.New("no two UDP ports are free")
}

func portOf(c *net.UDPConn) int { return c.LocalAddr().(*net.UDPAddr).Port }

// listen takes the client's reports as a sign that it is there.
func (u *udp) listen(c *conn) {
	defer close(u.listening)
	buf := make([]byte, 1500)
	for {
		_, from, err := u.control.ReadFromUDP(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil && from.IP.Equal(u.toControl.IP) {
			_ = c.net.SetReadDeadline(time.Now().Add(aliveTime))
		}
	}
}

// rtp sends a packet. One that nobody takes is lost, as is the way of UDP.
func (u *udp) rtp(packet []byte) error {
	_, err := u.data.WriteToUDP(packet, u.toData)
	return lostIsFine(err)
}

func (u *udp) rtcp(packet []byte) error {
	_, err := u.control.WriteToUDP(packet, u.toControl)
	return lostIsFine(err)
}

func lostIsFine(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

func (u *udp) close() {
	_ = u.data.Close()
	_ = u.control.Close()
	<-u.listening
}
