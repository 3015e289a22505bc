package rtsp

import (
	"errors"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"github.com/pion/rtp/codecs"
)

const (
	trackPath   = "/video"
	payloadType = 96
	clockRate   = 90000
	mtu         = 1400 // bytes of a packet, so that it fits an Ethernet frame in a tunnel
	keyPause    = time.Second
)

// Options are for the players of one stream.
type Options struct {
	Players  int    // at once, at most
	Password string // USER:PASSWORD, empty for everybody
}

// Stream is a video that can be played under one path. Write is for one goroutine.
type Stream struct {
	server  *Server
	path    string
	options Options
	ssrc    uint32
	offset  uint32 // of RTP's clock
	payload codecs.H264Payloader

	mu      sync.Mutex
	ready   chan struct{} // closed when params are there
	params  []byte        // SPS and PPS, with start codes
	players map[*player]bool
	lastKey time.Time
	wantKey bool // somebody waits for a key frame
	closed  bool
	dropped int64
	played  int64 // players ever
}

func newStream(s *Server, path string, o Options) *Stream {
	return &Stream{
		server: s, path: path, options: o, ssrc: rand.Uint32(), offset: rand.Uint32(),
		ready: make(chan struct{}), players: map[*player]bool{},
	}
}

// Path is the one it was added under.
func (st *Stream) Path() string { return st.path }

// SetParams says what a decoder has to know before the first frame: the H.264
// parameter sets with their start codes, as encoders give them. It comes before the
// first Write, and again when they change.
func (st *Stream) SetParams(sets []byte) error {
	if sps, pps := parameterSets(sets); len(sps) < 4 || pps == nil {
		return errors.New("rtsp: want the parameter sets of H.264")
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.params == nil {
		close(st.ready)
	}
	st.params = sets
	return nil
}

// Wanted says whether anybody plays, so that frames need be encoded, and whether the
// next one has to be a key frame, for those who are new or have missed something.
func (st *Stream) Wanted() (frames, key bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	return len(st.players) > 0, st.wantKey && time.Since(st.lastKey) > keyPause
}

// Counts are the players that there ever were, and the frames that were left out
// because one of them was too slow.
func (st *Stream) Counts() (players, dropped int64) {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.played, st.dropped
}

func (st *Stream) join(c *conn) (*player, bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.closed || len(st.players) >= st.options.Players {
		return nil, false
	}
	p := newPlayer(st, c)
	st.players[p] = true
	st.wantKey, st.lastKey = true, time.Time{} // at once
	st.played++
	return p, true
}

func (st *Stream) leave(p *player) {
	st.mu.Lock()
	defer st.mu.Unlock()
	delete(st.players, p)
}

// Close ends the stream for all who play it.
func (st *Stream) Close() {
	st.server.drop(st)
	st.mu.Lock()
	defer st.mu.Unlock()
	st.closed = true
	for p := range st.players {
		_ = p.conn.net.Close() // the connection's goroutine does the rest
	}
}

// describe is the stream in SDP, once its parameter sets are known.
func (st *Stream) describe(at net.Addr, patience time.Duration) (string, bool) {
	select {
	case <-st.ready:
	case <-time.After(patience):
		return "", false
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	return sdp(at, st.params), true
}
