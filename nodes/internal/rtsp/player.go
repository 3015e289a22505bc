package rtsp

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/pion/rtcp"
)

const (
	queueFrames = 32 // that wait for a player
	reportEvery = 5 * time.Second
)

// player is one client that plays a stream.
type player struct {
	stream *Stream
	conn   *conn
	begin  chan struct{}
	frames chan *frame
	ended  chan struct{} // closed when nothing more is sent
	quit   chan struct{}

	waits  bool // for a key frame; guarded by Stream.mu
	seq    uint16
	count  uint32 // packets
	octets uint32
	report time.Time // when the last one was sent
}

func newPlayer(st *Stream, c *conn) *player {
	p := &player{
		stream: st, conn: c, waits: true, seq: uint16(rand.Uint32()),
		begin: make(chan struct{}), frames: make(chan *frame, queueFrames), ended: make(chan struct{}), quit: make(chan struct{}),
	}
	go p.send()
	return p
}

// offer queues a frame. When the queue is full it is left out, and so are all until
// the next key frame: the decoder could not use them. Stream.mu is held.
func (p *player) offer(f *frame) bool {
	if p.waits && !f.key {
		return true
	}
	select {
	case p.frames <- f:
		p.waits = false
		return true
	default:
		p.waits = true
		return false
	}
}

// start lets the packets go: not before the answer to PLAY.
func (p *player) start() {
	select {
	case <-p.begin:
	default:
		close(p.begin)
	}
}

func (p *player) stop() {
	p.stream.leave(p)
	close(p.quit)
	<-p.ended
}

func (p *player) send() {
	defer close(p.ended)
	select {
	case <-p.begin:
	case <-p.quit:
		return
	}
	for {
		select {
		case f := <-p.frames:
			if p.sendFrame(f) != nil {
				_ = p.conn.net.Close() // the connection's goroutine does the rest
				<-p.quit
				return
			}
		case <-p.quit:
			return
		}
	}
}

func (p *player) sendFrame(f *frame) error {
	if time.Since(p.report) > reportEvery {
		if err := p.sendReport(f); err != nil {
			return err
		}
	}
	for _, packet := range f.packets {
		packet = slices.Clone(packet) // others send it, too
		number(packet, p.seq)
		if err := p.conn.out.rtp(packet); err != nil {
			return err
		}
		p.seq++
		p.count++
	}
	p.octets += uint32(f.size)
	return nil
}

// sendReport tells which time of RTP's clock was which time of the day.
func (p *player) sendReport(f *frame) error {
	p.report = time.Now()
	const since1900 = 2208988800 // seconds until 1970
	ntp := uint64(f.wall.Unix()+since1900)<<32 | uint64(f.wall.Nanosecond())<<32/1e9
	text, err := rtcp.Marshal([]rtcp.Packet{
		&rtcp.SenderReport{SSRC: p.stream.ssrc, NTPTime: ntp, RTPTime: f.at, PacketCount: p.count, OctetCount: p.octets},
		&rtcp.SourceDescription{Chunks: []rtcp.SourceDescriptionChunk{{
			Source: p.stream.ssrc, Items: []rtcp.SourceDescriptionItem{{Type: rtcp.SDESCNAME, Text: "maskgraph"}},
		}}},
	})
	if err != nil {
		return err
	}
	return p.conn.out.rtcp(text)
}
