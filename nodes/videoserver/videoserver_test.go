package videoserver

import (
	"bytes"
	"image/jpeg"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"
	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestContract(t *testing.T) {
	var in []nodes.Packet
	for seq, f := range nodestest.Frames(t, 64, 48, 4) {
		in = append(in, nodestest.Packet(seq, nodestest.Ports{"frame": f, "instances": &nodes.Instances{}}))
	}
	nodestest.Check(t, Factory, `{http: '127.0.0.1:0/{stream}.mjpg', rtsp: '127.0.0.1:0/street'}`, in...)
}

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		name, with string
		want       []string
	}{
		{"one is enough", "http: 127.0.0.1:8090/a.mjpg", nil},
		{"with schemes and a stream", "{http: 'http://localhost:8090/{stream}.mjpg', rtsp: 'rtsp://[::1]:8554/{stream}'}", nil},
		{"for others with a password", "{http: 0.0.0.0:8090/a, password: '${WHO}'}", nil},
		{"for everybody", "{rtsp: 0.0.0.0:8090/a, insecure: true}", nil},
		{"none", "{}", []string{"g:1:1: with.http: nothing to serve: set http, rtsp or both"}},
		{"for others", "{rtsp: ':8554/a'}", []string{
			"g:1:8: with.rtsp: other machines can reach :8554: set a password, or insecure: true to show the video to all of them",
		}},
		{"no path", "{rtsp: '127.0.0.1:8554'}", []string{"g:1:8: with.rtsp: want HOST:PORT/PATH such as 127.0.0.1:8090/street, got 127.0.0.1:8554"}},
		{"another placeholder", "{rtsp: '127.0.0.1:8554/{frame}'}", []string{"g:1:8: with.rtsp: a path has letters, digits and . _ ~ - /, got /{frame}"}},
		{"no user", "{rtsp: 127.0.0.1:8554/a, password: x, viewers: 0}", []string{"g:1:36: with.password: want USER:PASSWORD", "g:1:48: with.viewers: must be 1 or more, got 0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var doc yaml.Node
			if err := yaml.Unmarshal([]byte(c.with), &doc); err != nil {
				t.Fatal(err)
			}
			var got []string
			_, problems := nodes.Decode(Factory, "g", "with", doc.Content[0], nil)
			for _, p := range problems {
				got = append(got, p.Error())
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestFFmpegPlays(t *testing.T) {
	n := opened(t, Config{HTTP: "127.0.0.1:0/{stream}.mjpg", RTSP: "127.0.0.1:0/street"})
	live(t, n)
	time.Sleep(50 * time.Millisecond)
	for _, c := range []struct {
		name, url string
		options   []string
	}{
		{"MJPEG", n.shows[0].url(), []string{"-f", "mpjpeg"}},
		{"RTSP over TCP", n.shows[1].url(), []string{"-rtsp_transport", "tcp"}},
		{"RTSP over UDP", n.shows[1].url(), []string{"-rtsp_transport", "udp"}},
	} {
		t.Run(c.name, func(t *testing.T) { wantRising(t, ffmpeg(t, c.url, "40", c.options...), 40) })
	}
}

func TestSeveralPlayAtOnce(t *testing.T) {
	n := opened(t, Config{RTSP: "127.0.0.1:0/street", Viewers: 3})
	stop := live(t, n)
	time.Sleep(50 * time.Millisecond)
	var players sync.WaitGroup
	shades := make([][]byte, 3)
	for i, way := range []string{"tcp", "udp", "tcp"} {
		players.Go(func() { shades[i], _ = tryFFmpeg(t, n.shows[0].url(), "30", "-rtsp_transport", way) })
	}
	players.Wait()
	for _, s := range shades {
		wantRising(t, s, 30)
	}
	stop()
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if c := n.Report().Counters; c["viewers"] != 3 {
		t.Errorf("%v: want 3 viewers", c)
	}
}

func TestOpenCVPlays(t *testing.T) {
	n := opened(t, Config{HTTP: "127.0.0.1:0/street.mjpg", RTSP: "127.0.0.1:0/street"})
	live(t, n)
	for _, s := range n.shows {
		t.Run(s.url()[:4], func(t *testing.T) {
			capture, err := gocv.VideoCaptureFileWithAPI(s.url(), gocv.VideoCaptureFFmpeg)
			if err != nil {
				t.Fatal(err)
			}
			defer capture.Close()
			m := gocv.NewMat()
			defer m.Close()
			for range 20 {
				if !capture.Read(&m) || m.Cols() != width || m.Rows() != height {
					t.Fatalf("a picture of %dx%d", m.Cols(), m.Rows())
				}
			}
		})
	}
}

func TestPlayersMayComeBeforeTheFirstFrame(t *testing.T) {
	n := opened(t, Config{RTSP: "127.0.0.1:0/street"})
	got := make(chan []byte)
	go func() {
		pix, _ := tryFFmpeg(t, n.shows[0].url(), "10", "-rtsp_transport", "tcp")
		got <- pix
	}()
	time.Sleep(500 * time.Millisecond)
	live(t, n)
	wantRising(t, <-got, 10)
}

// TestSizeMayChange: players get a key frame with the new parameters.
func TestSizeMayChange(t *testing.T) {
	n := opened(t, Config{RTSP: "127.0.0.1:0/street"})
	process(t, n, "street", 0, grey(0, 320, 240))
	got := make(chan []byte)
	go func() {
		pix, _ := tryFFmpeg(t, n.shows[0].url(), "40", "-rtsp_transport", "tcp")
		got <- pix
	}()
	for seq := 1; ; seq++ {
		w := 320
		if seq > 60 {
			w = 480
		}
		process(t, n, "street", seq, grey(seq, w, 240))
		select {
		case pix := <-got:
			wantRising(t, pix, 40)
			return
		case <-time.After(40 * time.Millisecond):
		}
	}
}

func TestWhoMayWatch(t *testing.T) {
	t.Setenv("VIEWER", "anna:geheim")
	n := opened(t, Config{HTTP: "127.0.0.1:0/street.mjpg", RTSP: "127.0.0.1:0/street", Password: "${VIEWER}"})
	live(t, n)
	for _, s := range n.shows {
		scheme, rest, _ := strings.Cut(s.url(), "://")
		if _, err := tryFFmpeg(t, s.url(), "1"); err == nil {
			t.Errorf("%s: anybody may watch", scheme)
		}
		if _, err := tryFFmpeg(t, scheme+"://anna:falsch@"+rest, "1"); err == nil {
			t.Errorf("%s: any password will do", scheme)
		}
		wantRising(t, ffmpeg(t, scheme+"://anna:geheim@"+rest, "5"), 5)
	}
}

func TestHTTP(t *testing.T) {
	n := opened(t, Config{HTTP: "127.0.0.1:0/street.mjpg", Viewers: 1})
	live(t, n)
	url := n.shows[0].url()
	for _, c := range []struct {
		name, method, url, host string
		want                    int
	}{
		{"another path", "GET", strings.Replace(url, "street", "house", 1), "", http.StatusNotFound},
		{"another method", "POST", url, "", http.StatusMethodNotAllowed},
		{"a name that leads here", "GET", url, "evil.example", http.StatusForbidden},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), c.method, c.url, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Host = c.host
			answer := do(t, r)
			if answer.StatusCode != c.want {
				t.Errorf("got %s", answer.Status)
			}
		})
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer := do(t, r)
	_, params, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(answer.Body, params["boundary"])
	for range 3 {
		part, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(part); err != nil {
			t.Fatal(err)
		}
		if picture, err := jpeg.Decode(&b); err != nil || picture.Bounds().Dx() != width {
			t.Fatalf("%v", err)
		}
	}
	if second := do(t, r.Clone(t.Context())); second.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a second viewer of one: %s", second.Status)
	}
}

func do(t *testing.T, r *http.Request) *http.Response {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{}}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = answer.Body.Close()
		client.CloseIdleConnections()
	})
	return answer
}

func TestNothingIsDrawnWhileNobodyWatches(t *testing.T) {
	n := opened(t, Config{HTTP: "127.0.0.1:0/street.mjpg", RTSP: "127.0.0.1:0/street"})
	for seq := range 50 {
		process(t, n, "street", seq, grey(seq, width, height))
	}
	if c := n.Report().Counters; c["frames"] != 50 || c["frames_drawn"] != 1 {
		t.Errorf("got %v, want only the first one drawn, for its size", c)
	}
}

func TestStreamsHavePathsOfTheirOwn(t *testing.T) {
	n := opened(t, Config{HTTP: "127.0.0.1:0/{stream}.mjpg", RTSP: "127.0.0.1:0/{stream}"})
	for _, c := range []struct{ stream, http, rtsp string }{{"a b", "/a_b.mjpg", "/a_b"}, {"ö", "/_.mjpg", "/_"}} {
		process(t, n, c.stream, 0, grey(0, 64, 48))
		if got := n.shows[0].url() + " " + n.shows[1].url(); !strings.Contains(got, c.http+" ") || !strings.HasSuffix(got, c.rtsp) {
			t.Errorf("got %s", got)
		}
	}
}

func TestNodesShareAPort(t *testing.T) {
	env := nodestest.Env(t)
	cfg := Config{HTTP: "127.0.0.1:0/a.mjpg", RTSP: "127.0.0.1:0/a", Viewers: 1}
	a, err := open(t.Context(), env, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := open(t.Context(), env, cfg); err == nil || !strings.Contains(err.Error(), "/a.mjpg is taken by another node: choose another path, or put {stream} in it") {
		t.Errorf("got %v", err)
	}
	cfg.HTTP, cfg.RTSP = "127.0.0.1:0/b.mjpg", "127.0.0.1:0/b"
	b, err := open(t.Context(), env, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if one, two := a.(*node).shows[1].url(), b.(*node).shows[1].url(); one[:len(one)-1] != two[:len(two)-1] {
		t.Errorf("%s and %s", one, two)
	}
	cfg.HTTP, cfg.RTSP = "", strings.TrimPrefix(a.(*node).shows[1].url(), "rtsp://")
	if _, err := open(t.Context(), nodestest.Env(t), cfg); err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("got %v", err)
	}
}
