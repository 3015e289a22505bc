package publisher

import (
	"strings"
	"testing"
	"time"
)

func TestMessagesArriveInOrderAndComplete(t *testing.T) {
	eachBroker(t, func(t *testing.T, b broker) {
		n := opened(t, defaults(b.url(b.port())), nil)
		publish(t, n, 0, 300)
		if c := finish(t, n); c["messages"] != 300 || c["published"] != 300 || c["publish_dropped"] != 0 || c["publish_retries"] != 0 {
			t.Errorf("got %v", c)
		}
		wantFrames(t, b.received(t), 300, false)
	})
}

func TestBrokerIsKilledAndComesBack(t *testing.T) {
	eachBroker(t, func(t *testing.T, b broker) {
		if strings.HasSuffix(t.Name(), "nats") {
			t.Skip("without JetStream nobody has messages that come before those who want them")
		}
		var log written
		n := opened(t, defaults(b.url(b.port())), &log)
		publish(t, n, 0, 50)
		eventually(t, "the first half is published", func() bool { return n.sender.published.Load() == 50 })
		b.stop()
		publish(t, n, 50, 50)
		eventually(t, "it was tried", func() bool { return n.sender.retries.Load() > 0 })
		b.start(t)
		if c := finish(t, n); c["published"] != 100 || c["publish_dropped"] != 0 {
			t.Errorf("got %v", c)
		}
		wantFrames(t, b.received(t), 100, true)
		if !strings.Contains(log.String(), `msg="cannot publish"`) || !strings.Contains(log.String(), `msg="publishing again"`) {
			t.Errorf("log: %s", log.String())
		}
	})
}

// TestConnectionIsCutOverAndOver: wherever it is cut, nothing is missing.
func TestConnectionIsCutOverAndOver(t *testing.T) {
	for _, name := range []string{"nats", "jetstream", "mqtt"} { // Kafka's clients are told the broker's own port
		t.Run(name, func(t *testing.T) {
			b := brokers[name](t, false)
			t.Cleanup(b.stop)
			way := newCutter(t, b.port())
			cfg := defaults(b.url(way.port()))
			n := opened(t, cfg, nil)
			const rounds, each = 6, 100
			for round := range rounds {
				publish(t, n, round*each, each)
				eventually(t, "some of it is published", func() bool { return n.sender.published.Load() > int64(round*each) })
				way.cut()
			}
			if c := finish(t, n); c["published"] != rounds*each || c["publish_dropped"] != 0 || c["publish_retries"] == 0 {
				t.Errorf("got %v", c)
			}
			wantFrames(t, b.received(t), rounds*each, true)
		})
	}
}

func TestBrokerIsNeverThere(t *testing.T) {
	for name, newBroker := range brokers {
		t.Run(name, func(t *testing.T) {
			b := newBroker(t, false)
			b.stop()
			var log written
			cfg := defaults(b.url(b.port()))
			cfg.Buffer.Messages, cfg.Flush = 10, 0.1
			n := opened(t, cfg, &log)
			publish(t, n, 0, 200)
			if c := finish(t, n); c["messages"] != 200 || c["published"] != 0 || c["publish_dropped"] != 200 {
				t.Errorf("got %v", c)
			}
			want := n.address.String() + ": 200 of 200 messages were dropped: "
			if got := n.Report().Warnings; len(got) != 1 || !strings.HasPrefix(got[0], want) {
				t.Errorf("got %q, want %s…", got, want)
			}
		})
	}
}

func TestOldestAreDroppedWhenTheBufferIsFull(t *testing.T) {
	b := newMQTTBroker(t, false).(*mqttBroker)
	b.stop()
	cfg := defaults(b.url(b.port()))
	cfg.Buffer.Messages = 10
	n := opened(t, cfg, nil)
	publish(t, n, 0, 1)
	eventually(t, "it was tried", func() bool { return n.sender.retries.Load() > 0 }) // frame 0 is on its way
	publish(t, n, 1, 30)
	b.start(t)
	t.Cleanup(b.stop)
	if c := finish(t, n); c["published"] != 11 || c["publish_dropped"] != 20 {
		t.Errorf("got %v", c)
	}
	got := b.received(t)
	if len(got) != 11 || !strings.Contains(string(got[0]), `"frame":0,`) || !strings.Contains(string(got[1]), `"frame":21,`) || !strings.Contains(string(got[10]), `"frame":30,`) {
		t.Errorf("got %s", got)
	}
}

func TestBlockingLosesNothing(t *testing.T) {
	eachBroker(t, func(t *testing.T, b broker) {
		if strings.HasSuffix(t.Name(), "nats") {
			t.Skip("as above")
		}
		b.stop()
		cfg := defaults(b.url(b.port()))
		cfg.Buffer.Messages, cfg.Block = 10, true
		n := opened(t, cfg, nil)
		var back time.Time
		go func() {
			time.Sleep(300 * time.Millisecond)
			back = time.Now()
			b.start(t)
		}()
		publish(t, n, 0, 100)
		if c := finish(t, n); c["published"] != 100 || c["publish_dropped"] != 0 {
			t.Errorf("got %v", c)
		}
		if back.IsZero() {
			t.Error("the graph did not wait")
		}
		wantFrames(t, b.received(t), 100, true)
	})
}
