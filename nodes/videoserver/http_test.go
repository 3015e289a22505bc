package videoserver

import (
	"bytes"
	"image/jpeg"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

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
