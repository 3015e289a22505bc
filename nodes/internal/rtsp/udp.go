package rtsp

import (
	"errors"
	"net"
	"time"
)

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
