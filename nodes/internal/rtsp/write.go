package rtsp

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/pion/rtp"
)

// Write hands one picture to all who play: the units of H.264 with start codes, shown at
// pts, which rises. It does not wait for anybody.
func (st *Stream) Write(picture []byte, key bool, pts time.Duration) error {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.params == nil {
		return errors.New("rtsp: a frame before the parameter sets")
	}
	if key {
		picture = append(append([]byte{}, st.params...), picture...)
		st.lastKey, st.wantKey = time.Now(), false
	}
	f := &frame{key: key, at: st.offset + uint32(int64(pts)*clockRate/int64(time.Second)), wall: time.Now()}
	payloads := st.payload.Payload(mtu-12, picture)
	for i, payload := range payloads {
		p := rtp.Packet{Header: rtp.Header{Version: 2, PayloadType: payloadType, Timestamp: f.at, SSRC: st.ssrc, Marker: i == len(payloads)-1}, Payload: payload}
		text, err := p.Marshal()
		if err != nil {
			return err
		}
		f.packets = append(f.packets, text)
		f.size += len(payload)
	}
	for p := range st.players {
		if !p.offer(f) {
			st.dropped++
			st.wantKey = true
		}
	}
	return nil
}

// frame is one picture as RTP packets whose sequence numbers each player fills in.
type frame struct {
	packets [][]byte
	size    int // of the payloads, in bytes
	key     bool
	at      uint32 // in RTP's clock
	wall    time.Time
}

func number(packet []byte, seq uint16) { binary.BigEndian.PutUint16(packet[2:], seq) }
