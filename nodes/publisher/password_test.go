package publisher

import (
	"strings"
	"testing"
)

func TestWrongPassword(t *testing.T) {
	for _, c := range []struct {
		broker    func(*testing.T, bool) broker
		url, want string
	}{
		{newNATSBroker, "nats://anna:wr0ng@", "refused: the server does not take this user and password or token"},
		{newNATSBroker, "nats://wr0ng@", "refused: the server does not take this user and password or token"},
		{newMQTTBroker, "mqtt://anna:wr0ng@", "refused: the broker does not take this user and password"},
		{newKafkaBroker, "kafka://anna:wr0ng@", "refused: the broker does not take this user and password: SASL_AUTHENTICATION_FAILED: SASL Authentication failed."},
		{newRudeKafkaBroker, "kafka://anna2:wr0ng@", "refused: the broker hangs up: does it want TLS (kafka+tls), or another user and password?"},
	} {
		t.Run(c.url, func(t *testing.T) {
			b := c.broker(t, true)
			t.Cleanup(b.stop)
			_, rest, _ := strings.Cut(b.url(b.port()), "://")
			var log written
			cfg := defaults(c.url + rest)
			cfg.Flush = 1.5
			n := opened(t, cfg, &log)
			publish(t, n, 0, 20)
			got := finish(t, n)
			if got["publish_dropped"] != 20 || got["publish_retries"] != 1 {
				t.Errorf("got %v, want one try", got)
			}
			if why := n.sender.why(); why != c.want {
				t.Errorf("got %s", why)
			}
			if text := log.String(); strings.Contains(text, "wr0ng") || strings.Contains(text, "anna") || strings.Count(text, "cannot publish") != 1 {
				t.Errorf("log: %s", text)
			}
		})
	}
}

func TestRightPasswordFromTheEnvironment(t *testing.T) {
	t.Setenv("BROKER_USER", user)
	t.Setenv("BROKER_PASSWORD", password)
	for name, query := range map[string]string{"nats": "", "jetstream": "", "mqtt": "", "kafka": "?sasl=scram-sha-256"} {
		t.Run(name, func(t *testing.T) {
			b := brokers[name](t, true)
			t.Cleanup(b.stop)
			scheme, rest, _ := strings.Cut(b.url(b.port()), "://")
			n := opened(t, defaults(scheme+"://${BROKER_USER}:${BROKER_PASSWORD}@"+rest+query), nil)
			publish(t, n, 0, 3)
			if c := finish(t, n); c["published"] != 3 {
				t.Errorf("got %v, %s", c, n.sender.why())
			}
		})
	}
}
