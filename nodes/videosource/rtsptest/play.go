package rtsptest

import (
	"cmp"
	"encoding/binary"
	"math/rand"
	"net"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
)

// play sends pictures in real time until the session ends.
func (s *session) play() {
	b := s.behaviour
	if len(b.Video) == 0 {
		return
	}
	fps := cmp.Or(b.FPS, 25)
	packets := rtp.NewPacketizer(1200, 96, 7, &codecs.H264Payloader{}, rtp.NewFixedSequencer(1), 90000)
	tick := time.NewTicker(time.Second / time.Duration(fps))
	defer tick.Stop()
	for sent := 0; ; sent++ {
		unit := b.Video[sent%len(b.Video)]
		switch {
		case b.CutAfter > 0 && sent >= b.CutAfter:
			_ = s.conn.Close()
			return
		case b.ResetAfter > 0 && sent >= b.ResetAfter:
			s.reset(packets.Packetize(unit, uint32(90000/fps)))
			return
		case b.StallAfter > 0 && sent >= b.StallAfter:
			<-s.quit
			return
		case b.NoiseAfter > 0 && sent >= b.NoiseAfter:
			unit = append([]byte{0, 0, 0, 1, 0x41}, noise(len(unit))...)
		}
		for _, p := range packets.Packetize(unit, uint32(90000/fps)) {
			if !s.send(p) {
				return
			}
		}
		s.sent.Add(1)
		select {
		case <-tick.C:
		case <-s.quit:
			return
		}
	}
}

func noise(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(1 + rand.Intn(255)) // no start codes
	}
	return b
}

func (s *session) send(p *rtp.Packet) bool {
	data, err := p.Marshal()
	if err != nil {
		return false
	}
	if s.udp != nil {
		_, _ = s.udp.Write(data) // nobody may be there yet
		return true
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	_, err = s.conn.Write(interleaved(data))
	return err == nil
}

func interleaved(data []byte) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{'$', 0}, uint16(len(data))), data...)
}

// reset sends half a packet and a TCP reset.
func (s *session) reset(packets []*rtp.Packet) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if data, err := packets[0].Marshal(); err == nil && s.udp == nil {
		_, _ = s.conn.Write(interleaved(data)[:len(data)/2])
	}
	if tcp, ok := s.conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = s.conn.Close()
}
