package rtsp

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

func TestAnswers(t *testing.T) {
	s, _ := served(t, Options{Players: 1, Password: "anna:geheim"})
	basic := func(text string) string {
		return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(text))
	}
	good := basic("anna:geheim")
	for _, c := range []struct {
		name, method, path string
		headers            []string
		want               string
	}{
		{"options", "OPTIONS", "", nil, "200 OK"},
		{"another stream", "DESCRIBE", "s", nil, "404 Not Found"},
		{"nobody", "DESCRIBE", "", nil, "401 Unauthorized"},
		{"a wrong password", "DESCRIBE", "", []string{basic("anna:x")}, "401 Unauthorized"},
		{"no base64", "DESCRIBE", "", []string{"Authorization: Basic anna:geheim"}, "401 Unauthorized"},
		{"the right password", "DESCRIBE", "", []string{good}, "200 OK"},
		{"play before setup", "PLAY", "", []string{good}, "455 Method Not Valid in This State"},
		{"an unknown transport", "SETUP", trackPath, []string{good, "Transport: RAW/RAW/UDP;unicast"}, "461 Unsupported Transport"},
		{"multicast", "SETUP", trackPath, []string{good, "Transport: RTP/AVP;multicast"}, "461 Unsupported Transport"},
		{"bad ports", "SETUP", trackPath, []string{good, "Transport: RTP/AVP;client_port=0-99999"}, "461 Unsupported Transport"},
		{"recording", "RECORD", "", []string{good}, "405 Method Not Allowed"},
		{"alive", "GET_PARAMETER", "", []string{good, "Content-Length: 0"}, "200 OK"},
	} {
		t.Run(c.name, func(t *testing.T) { connect(t, s).want(c.want, c.method, c.path, c.headers...) })
	}
}

func TestPlayersAreBounded(t *testing.T) {
	s, st := served(t, Options{Players: 1})
	first := connect(t, s)
	first.play()
	second := connect(t, s)
	second.want("200 OK", "SETUP", trackPath, "Transport: RTP/AVP/TCP;unicast")
	second.want("453 Not Enough Bandwidth", "PLAY", "")
	_ = first.net.Close()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if frames, _ := st.Wanted(); !frames {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("a player that has gone is still there")
		}
	}
	second.want("200 OK", "PLAY", "")
	if _, err := s.Add("/street", Options{}); err == nil || !strings.HasSuffix(err.Error(), "/street is taken by another node: choose another path, or put {stream} in it") {
		t.Errorf("got %v", err)
	}
	st.Close()
	if _, err := second.in.ReadByte(); err == nil {
		t.Error("a stream that has ended goes on")
	}
}

func TestComeAndGo(t *testing.T) {
	s, st := served(t, Options{Players: 4})
	for i := range 100 {
		c := connect(t, s)
		c.play()
		if err := st.Write(picture(i, true, 100), true, time.Duration(i)*time.Millisecond); err != nil {
			t.Fatal(err)
		}
		_ = c.net.(*net.TCPConn).SetLinger(0)
		_ = c.net.Close()
		for {
			if frames, _ := st.Wanted(); !frames {
				break
			}
			time.Sleep(time.Millisecond)
		}
	}
}

func TestGarbage(t *testing.T) {
	s, _ := served(t, Options{Players: 1})
	for _, c := range []struct{ name, text, want string }{
		{"of HTTP", "GET / HTTP/1.1\r\n\r\n", "RTSP/1.0 400 Bad Request"},
		{"a long line", "OPTIONS " + strings.Repeat("x", 5000) + " RTSP/1.0\r\n\r\n", "RTSP/1.0 400 Bad Request"},
		{"many headers", "OPTIONS * RTSP/1.0\r\n" + strings.Repeat("A: b\r\n", 100) + "\r\n", "RTSP/1.0 400 Bad Request"},
		{"a large body", "OPTIONS * RTSP/1.0\r\nContent-Length: 99999999\r\n\r\n", "RTSP/1.0 400 Bad Request"},
		{"a bad URL", "DESCRIBE rtsp://%zz RTSP/1.0\r\n\r\n", "RTSP/1.0 400 Bad Request"},
		{"RTCP before", "$\x05\x00\x03abcOPTIONS * RTSP/1.0\r\nCSeq: 7\r\n\r\n", "RTSP/1.0 200 OK"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cl := connect(t, s)
			if _, err := io.WriteString(cl.net, c.text); err != nil {
				t.Fatal(err)
			}
			if got := cl.line(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func FuzzRequest(f *testing.F) {
	f.Add([]byte("SETUP rtsp://h/a/video RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP;client_port=1-2\r\n\r\n"))
	f.Add([]byte("$\x00\x00\x02abPLAY * RTSP/1.0\r\nContent-Length: 3\r\n\r\nabc"))
	f.Fuzz(func(_ *testing.T, text []byte) {
		r := bufio.NewReaderSize(bytes.NewReader(text), mostLine)
		for {
			req, err := readRequest(r, func() {})
			if err != nil {
				return
			}
			_, _, _ = pair(req.header["transport"], 0, 255)
			_ = allowed("a:b", req.header["authorization"])
		}
	})
}
