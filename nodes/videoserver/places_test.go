package videoserver

import (
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

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
			nodestest.WantProblems(t, Factory, c.with, c.want)
		})
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
