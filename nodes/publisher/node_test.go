package publisher

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"image/jpeg"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestContract(t *testing.T) {
	b := newMQTTBroker(t, false)
	t.Cleanup(b.stop)
	var in []nodes.Packet
	for seq, f := range nodestest.Frames(t, 64, 48, 4) {
		found := &nodes.Instances{Width: 64, Height: 48, Items: []nodes.Instance{{Box: nodes.Box{X2: 9, Y2: 9}, Track: seq + 1}}}
		in = append(in, nodestest.Packet(seq, nodestest.Ports{"frame": f, "instances": found}))
	}
	nodestest.Check(t, Factory, "{url: '"+b.url(b.port())+"', image: overlay}", in...)
	nodestest.Check(t, Factory, "{url: 'nats://127.0.0.1:1/nobody', flush: 0}", in...)
}

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		name, with string
		want       []string
	}{
		{"a URL is enough", "url: nats://h/a", nil},
		{"none", "{}", []string{"g:1:1: with.url: " + errForm.Error()}},
		{"numbers", "{url: nats://h/a, buffer: {messages: 0, mb: 0.5}, flush: -1}", []string{
			"g:1:38: with.buffer.messages: must be 1 or more, got 0", "g:1:45: with.buffer.mb: must be 1 or more, got 0.5",
			"g:1:58: with.flush: must be 0 or more, got -1",
		}},
		{"TLS without TLS", "{url: nats://h/a, tls: {ca: a.pem}}", []string{"g:1:24: with.tls: the connection is not encrypted: write nats+tls:// in url"}},
		{"a certificate without a key", "{url: nats+tls://h/a, tls: {cert: a.pem}}", []string{"g:1:28: with.tls: cert and key go together"}},
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

func TestImages(t *testing.T) {
	b := newMQTTBroker(t, false)
	t.Cleanup(b.stop)
	pictures := map[string][]byte{}
	for _, image := range []string{"frame", "overlay"} {
		cfg := defaults(b.url(b.port()))
		cfg.Image = image
		n := opened(t, cfg, nil)
		publish(t, n, 0, 1)
		finish(t, n)
		got := b.received(t)
		var m struct {
			Frame *int
			JPEG  []byte
		}
		if err := json.Unmarshal(got[len(got)-1], &m); err != nil || m.Frame == nil {
			t.Fatalf("%v: %s", err, got)
		}
		picture, err := jpeg.Decode(bytes.NewReader(m.JPEG))
		if err != nil || picture.Bounds().Dx() != 8 || picture.Bounds().Dy() != 6 {
			t.Fatalf("%s: %v, %v", image, picture, err)
		}
		pictures[image] = m.JPEG
	}
	if bytes.Equal(pictures["frame"], pictures["overlay"]) {
		t.Error("nothing was drawn on the overlay")
	}
}

// TestMessagesThatAreTooLarge are left out; those around them arrive.
func TestMessagesThatAreTooLarge(t *testing.T) {
	b := newJetStreamBroker(t, false).(*natsBroker)
	b.stop()
	b.options.MaxPayload = 1000
	b.start(t)
	t.Cleanup(b.stop)
	var log written
	n := opened(t, defaults(b.url(b.port())), &log)
	for i, size := range []int{10, 2000, 20, 30, 3000} {
		if err := n.queue.put(t.Context(), message{topic: "masks.street", id: string(rune('a' + i)), body: bytes.Repeat([]byte("x"), size)}, false); err != nil {
			t.Fatal(err)
		}
	}
	if c := finish(t, n); c["published"] != 3 || c["publish_dropped"] != 2 || c["publish_retries"] != 0 {
		t.Errorf("got %v: %s", c, n.sender.why())
	}
	var sizes []int
	for _, body := range b.received(t) {
		sizes = append(sizes, len(body))
	}
	if !slices.Equal(sizes, []int{10, 20, 30}) {
		t.Errorf("got messages of %v bytes", sizes)
	}
	if text := log.String(); strings.Count(text, "leaving out a message") != 1 || !strings.Contains(text, "bytes=2000") {
		t.Errorf("log: %s", text)
	}
}

func TestEncrypted(t *testing.T) {
	issuer := httptest.NewTLSServer(nil) // for its certificate, which is for 127.0.0.1
	issuer.Close()
	ca := t.TempDir() + "/ca.pem"
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: issuer.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	options := &server.Options{Host: "127.0.0.1", Port: freePort(t), NoSigs: true, NoLog: true, TLSConfig: issuer.TLS, TLS: true, TLSTimeout: 5}
	s, err := server.NewServer(options)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	defer s.WaitForShutdown()
	defer s.Shutdown()
	for _, c := range []struct {
		name, url string
		tls       TLS
		want      int64
		why       string
	}{
		{"trusted", "nats+tls://", TLS{CA: ca}, 2, ""},
		{"not trusted", "nats+tls://", TLS{}, 0, "tls: failed to verify certificate: x509: certificate signed by unknown authority"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := defaults(c.url + hostPort(options.Port) + "/masks")
			cfg.TLS, cfg.Flush = c.tls, 2
			n := opened(t, cfg, nil)
			publish(t, n, 0, 2)
			if got := finish(t, n); got["published"] != c.want || c.want == 0 && !strings.Contains(n.sender.why(), c.why) {
				t.Errorf("got %v, %s, want %d, %s", got, n.sender.why(), c.want, c.why)
			}
		})
	}
	if _, err := open(context.Background(), nodes.Env{}, Config{URL: "nats+tls://h/a", TLS: TLS{CA: "/nowhere.pem"}}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestAfterADeathWhatWaitedIsCounted(t *testing.T) {
	n := opened(t, defaults("nats://127.0.0.1:1/nobody"), nil)
	n.sender.published.Store(7)
	n.count = 10
	state, err := n.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	again := opened(t, defaults("nats://127.0.0.1:1/nobody"), nil)
	if err := again.Restore(state); err != nil {
		t.Fatal(err)
	}
	if got := again.Report().Counters; got["messages"] != 10 || got["published"] != 7 || got["publish_dropped"] != 3 {
		t.Errorf("got %v", got)
	}
	if err := again.Restore([]byte("{")); err == nil || err.Error() != "restore: not a snapshot of this version: unexpected end of JSON input" {
		t.Errorf("got %v", err)
	}
}
