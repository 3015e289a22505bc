package videoserver

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// BenchmarkLatency measures how long after Process was given a frame a viewer on this
// machine has the whole of it, drawing and encoding included: 25 frames a second of the
// demo's video, enlarged.
func BenchmarkLatency(b *testing.B) {
	for _, size := range [][2]int{{854, 480}, {1920, 1080}} {
		for _, way := range []string{"MJPEG", "RTSP"} {
			b.Run(fmt.Sprintf("%s %dp", way, size[1]), func(b *testing.B) { measure(b, way, size[0], size[1]) })
		}
	}
}

func measure(b *testing.B, way string, width, height int) {
	cfg := Config{HTTP: "127.0.0.1:0/street.mjpg", Viewers: 1}
	view := viewMJPEG
	if way == "RTSP" {
		cfg, view = Config{RTSP: "127.0.0.1:0/street", Viewers: 1}, viewRTSP
	}
	opened, err := open(b.Context(), nodes.Env{}, cfg)
	if err != nil {
		b.Fatal(err)
	}
	defer opened.Close()
	n := opened.(*node)
	frames := clip(b, width, height)
	got := make(chan time.Time, 100)
	conn := view(b, n.shows[0].url(), got)
	defer conn.Close()
	var took []time.Duration
	seq := 0
	give := func() time.Time {
		f := nodes.NewFrame(width, height, nodes.BGR8, frames[seq%len(frames)], nil)
		defer f.Release()
		p := nodes.Packet{Stamp: nodes.Stamp{Stream: "s", Seq: uint64(seq), PTS: time.Duration(seq) * 40 * time.Millisecond}}
		p.Put("frame", f)
		began := time.Now()
		if _, err := n.Process(b.Context(), p); err != nil {
			b.Fatal(err)
		}
		seq++
		return began
	}
	for len(got) == 0 { // until the viewer is there
		give()
		time.Sleep(40 * time.Millisecond)
	}
	for len(got) > 0 {
		<-got
	}
	for b.Loop() {
		began := give()
		took = append(took, (<-got).Sub(began))
		time.Sleep(40*time.Millisecond - time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// viewMJPEG tells when each picture is there.
func viewMJPEG(b *testing.B, url string, got chan<- time.Time) io.Closer {
	b.Helper()
	r, err := http.Get(url) //nolint:noctx // closed by the caller
	if err != nil {
		b.Fatal(err)
	}
	go func() {
		in := bufio.NewReaderSize(r.Body, 1<<20)
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			var size int
			if _, err := fmt.Sscanf(line, "Content-Length: %d", &size); err == nil {
				if _, err := io.CopyN(io.Discard, in, int64(size+2)); err != nil {
					return
				}
				got <- time.Now()
			}
		}
	}()
	return r.Body
}

// viewRTSP tells when the last packet of each picture is there.
func viewRTSP(b *testing.B, url string, got chan<- time.Time) io.Closer {
	b.Helper()
	address, _, _ := strings.Cut(strings.TrimPrefix(url, "rtsp://"), "/")
	c, err := net.Dial("tcp", address)
	if err != nil {
		b.Fatal(err)
	}
	in := bufio.NewReaderSize(c, 1<<20)
	for _, ask := range []string{"SETUP %s/video RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP;unicast\r\n\r\n", "PLAY %s RTSP/1.0\r\nCSeq: 2\r\n\r\n"} {
		if _, err := fmt.Fprintf(c, ask, url); err != nil {
			b.Fatal(err)
		}
		for line := ""; line != "\r\n"; {
			if line, err = in.ReadString('\n'); err != nil {
				b.Fatal(err)
			}
		}
	}
	go func() {
		var head [4]byte
		var packet bytes.Buffer
		for {
			if _, err := io.ReadFull(in, head[:]); err != nil {
				return
			}
			packet.Reset()
			if _, err := io.CopyN(&packet, in, int64(binary.BigEndian.Uint16(head[2:]))); err != nil {
				return
			}
			if marker := packet.Bytes()[1]&0x80 != 0; head[1] == 0 && marker {
				got <- time.Now()
			}
		}
	}()
	return c
}
