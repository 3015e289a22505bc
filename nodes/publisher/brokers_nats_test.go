package publisher

import (
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
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
