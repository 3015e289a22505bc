package publisher

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/maskgraph/maskgraph/nodes"
)

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
