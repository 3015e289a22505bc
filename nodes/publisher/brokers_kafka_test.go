package publisher

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

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
