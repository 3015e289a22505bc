package publisher

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/hooks/auth"
	"github.com/mochi-mqtt/server/v2/listeners"
	"github.com/mochi-mqtt/server/v2/packets"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// natsBroker keeps what is published in a stream on the disk.
type natsBroker struct {
	options server.Options
	server  *server.Server
	query   string
}

func newJetStreamBroker(t *testing.T, secret bool) broker {
	b := newNATSBroker(t, secret).(*natsBroker)
	b.query = "?jetstream=true"
	return b
}

func newNATSBroker(t *testing.T, secret bool) broker {
	b := &natsBroker{options: server.Options{Host: "127.0.0.1", Port: freePort(t), JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true}}
	if secret {
		b.options.Username, b.options.Password = user, password
	}
	b.start(t)
	return b
}

func (b *natsBroker) start(t *testing.T) {
	t.Helper()
	options := b.options
	s, err := server.NewServer(&options)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(20 * time.Second) {
		t.Fatal("the NATS server does not start")
	}
	b.server = s
	b.do(t, func(js nats.JetStreamContext) {
		if _, err := js.AddStream(&nats.StreamConfig{Name: "all", Subjects: []string{"masks.>"}}); err != nil {
			t.Fatal(err)
		}
	})
}

func (b *natsBroker) do(t *testing.T, what func(nats.JetStreamContext)) {
	t.Helper()
	nc, err := nats.Connect(b.server.ClientURL(), nats.UserInfo(b.options.Username, b.options.Password))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := nc.JetStream()
	if err != nil {
		t.Fatal(err)
	}
	what(js)
}

func (b *natsBroker) stop() {
	b.server.Shutdown()
	b.server.WaitForShutdown()
}

func (b *natsBroker) port() int { return b.options.Port }
func (b *natsBroker) url(port int) string {
	return "nats://" + hostPort(port) + "/masks.{stream}" + b.query
}

func (b *natsBroker) received(t *testing.T) (all [][]byte) {
	t.Helper()
	b.do(t, func(js nats.JetStreamContext) {
		last := lastOf(t, js)
		for before := last + 1; before != last; last = lastOf(t, js) { // a stream takes in what was published a little later
			before = last
			time.Sleep(100 * time.Millisecond)
		}
		for seq := range last {
			m, err := js.GetMsg("all", seq+1)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, m.Data)
		}
	})
	return all
}

func lastOf(t *testing.T, js nats.JetStreamContext) uint64 {
	t.Helper()
	info, err := js.StreamInfo("all")
	if err != nil {
		t.Fatal(err)
	}
	return info.State.LastSeq
}

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

// kafkaBroker keeps what is published in a topic on the disk.
type kafkaBroker struct {
	options []kfake.Opt
	at      int
	cluster *kfake.Cluster
	secret  bool
	polite  bool // it says so when a password is wrong, as Kafka does; kfake hangs up
}

func newKafkaBroker(t *testing.T, secret bool) broker { return newKafka(t, secret, true) }

func newRudeKafkaBroker(t *testing.T, secret bool) broker { return newKafka(t, secret, false) }

func newKafka(t *testing.T, secret, polite bool) broker {
	b := &kafkaBroker{at: freePort(t), secret: secret, polite: polite}
	b.options = []kfake.Opt{kfake.NumBrokers(1), kfake.Ports(b.at), kfake.DataDir(t.TempDir()), kfake.SyncWrites(), kfake.SeedTopics(3, "masks-street")}
	if secret {
		b.options = append(b.options, kfake.EnableSASL(), kfake.Superuser("PLAIN", user, password), kfake.Superuser("SCRAM-SHA-256", user, password))
	}
	b.start(t)
	return b
}

func (b *kafkaBroker) start(t *testing.T) {
	t.Helper()
	var err error
	if b.cluster, err = kfake.NewCluster(b.options...); err != nil {
		t.Fatal(err)
	}
	if b.secret && b.polite {
		b.cluster.ControlKey(int16(kmsg.SASLAuthenticate), func(req kmsg.Request) (kmsg.Response, error, bool) {
			b.cluster.KeepControl()
			r := req.(*kmsg.SASLAuthenticateRequest)
			if !bytes.HasPrefix(r.SASLAuthBytes, []byte("\x00")) || bytes.HasSuffix(r.SASLAuthBytes, []byte("\x00"+password)) {
				return nil, nil, false
			}
			resp := r.ResponseKind().(*kmsg.SASLAuthenticateResponse)
			resp.ErrorCode = kerr.SaslAuthenticationFailed.Code
			return resp, nil, true
		})
	}
}

func (b *kafkaBroker) stop()               { b.cluster.Close() }
func (b *kafkaBroker) port() int           { return b.at }
func (b *kafkaBroker) url(port int) string { return "kafka://" + hostPort(port) + "/masks-{stream}" }

func (b *kafkaBroker) received(t *testing.T) (all [][]byte) {
	t.Helper()
	c, err := kgo.NewClient(kgo.SeedBrokers(hostPort(b.at)), kgo.ConsumeTopics("masks-street"), kgo.FetchMaxWait(100*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for quiet := 0; quiet < 10; quiet++ {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		c.PollFetches(ctx).EachRecord(func(r *kgo.Record) {
			all = append(all, r.Value)
			quiet = 5
		})
		cancel()
	}
	return all
}
