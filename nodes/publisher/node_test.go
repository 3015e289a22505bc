package publisher

import (
	"bytes"
	"encoding/json"
	"image/jpeg"
	"testing"

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
			nodestest.WantProblems(t, Factory, c.with, c.want)
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
