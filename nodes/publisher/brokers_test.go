package publisher

import (
	"bytes"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/hooks/auth"
	"github.com/mochi-mqtt/server/v2/listeners"
	"github.com/mochi-mqtt/server/v2/packets"
)

// mqttBroker notes what it is given. Only that outlives it.
type mqttBroker struct {
	at     int
	secret bool
	server *mqtt.Server
	noted  *noter
}

type noter struct {
	mqtt.HookBase

	mu     sync.Mutex
	bodies [][]byte
}

func (n *noter) ID() string           { return "noter" }
func (n *noter) Provides(b byte) bool { return b == mqtt.OnPublish }

func (n *noter) OnPublish(_ *mqtt.Client, p packets.Packet) (packets.Packet, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if p.TopicName == "masks/street" {
		n.bodies = append(n.bodies, bytes.Clone(p.Payload))
	}
	return p, nil
}

func newMQTTBroker(t *testing.T, secret bool) broker {
	b := &mqttBroker{at: freePort(t), secret: secret, noted: &noter{}}
	b.start(t)
	return b
}

func (b *mqttBroker) start(t *testing.T) {
	t.Helper()
	b.server = mqtt.New(&mqtt.Options{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	rules := &auth.Ledger{Auth: auth.AuthRules{{Allow: true}}}
	if b.secret {
		rules.Auth = auth.AuthRules{{Username: user, Password: password, Allow: true}}
	}
	if err := b.server.AddHook(new(auth.Hook), &auth.Options{Ledger: rules}); err != nil {
		t.Fatal(err)
	}
	if err := b.server.AddHook(b.noted, nil); err != nil {
		t.Fatal(err)
	}
	if err := b.server.AddListener(listeners.NewTCP(listeners.Config{ID: "t", Address: hostPort(b.at)})); err != nil {
		t.Fatal(err)
	}
	if err := b.server.Serve(); err != nil {
		t.Fatal(err)
	}
}

func (b *mqttBroker) stop()               { _ = b.server.Close() }
func (b *mqttBroker) port() int           { return b.at }
func (b *mqttBroker) url(port int) string { return "mqtt://" + hostPort(port) + "/masks/{stream}" }

func (b *mqttBroker) received(*testing.T) [][]byte {
	b.noted.mu.Lock()
	defer b.noted.mu.Unlock()
	return slices.Clone(b.noted.bodies)
}
