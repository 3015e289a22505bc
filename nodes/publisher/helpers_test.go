package publisher

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv/cvtest"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

func TestMain(m *testing.M) { cvtest.Main(m) }

// broker is a server of messages in this process that can be stopped and started again.
type broker interface {
	start(t *testing.T)
	stop()
	url(port int) string // of the topic of these tests
	port() int
	// received is the bodies of all messages, in the order in which the broker has
	// them, those of its earlier lives included.
	received(t *testing.T) [][]byte
}

// brokers are the kinds of broker. With a password they ask for anna:geheim.
var brokers = map[string]func(t *testing.T, password bool) broker{
	"nats": newNATSBroker, "jetstream": newJetStreamBroker, "mqtt": newMQTTBroker, "kafka": newKafkaBroker,
}

const user, password = "anna", "ge/h@im"

// eachBroker runs a test with every kind of broker.
func eachBroker(t *testing.T, do func(t *testing.T, b broker)) {
	for name, make := range brokers {
		t.Run(name, func(t *testing.T) {
			b := make(t, false)
			t.Cleanup(b.stop)
			do(t, b)
		})
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func defaults(url string) Config {
	return Config{URL: url, Image: "none", Buffer: Buffer{Messages: 1000, MB: 64}, Flush: 20, Draw: draw.Default()}
}

func opened(t *testing.T, cfg Config, log io.Writer) *node {
	t.Helper()
	if err := cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	if log == nil {
		log = t.Output()
	}
	n, err := open(t.Context(), nodes.Env{Log: slog.New(slog.NewTextHandler(log, nil))}, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.Close() })
	return n.(*node)
}

// publish hands frames first, first+1, … over.
func publish(t *testing.T, n *node, first, count int) {
	t.Helper()
	for seq := first; seq < first+count; seq++ {
		f := nodes.NewFrame(8, 6, nodes.Gray8, make([]byte, 48), nil)
		p := nodes.Packet{Stamp: nodes.Stamp{Stream: "street", Seq: uint64(seq), PTS: time.Duration(seq) * 40 * time.Millisecond}}
		p.Put("frame", f)
		p.Put("instances", &nodes.Instances{Width: 8, Height: 6, Items: []nodes.Instance{{Box: nodes.Box{X2: 4, Y2: 3}, Score: 0.5, Label: "dog", Track: seq + 1}}})
		_, err := n.Process(t.Context(), p)
		f.Release()
		if err != nil {
			t.Fatal(err)
		}
	}
}

func finish(t *testing.T, n *node) map[string]int64 {
	t.Helper()
	if err := n.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	return n.Report().Counters
}

// wantFrames wants the frames 0 to count-1 in order. One may come again later when
// twice says so, as after a cut nobody knows what the broker has.
func wantFrames(t *testing.T, got [][]byte, count int, twice bool) {
	t.Helper()
	next, again := 0, 0
	for _, body := range got {
		var m struct {
			Stream    string
			Frame     int
			Instances []struct{ Track int }
		}
		if err := json.Unmarshal(body, &m); err != nil || m.Stream != "street" || len(m.Instances) != 1 || m.Instances[0].Track != m.Frame+1 {
			t.Fatalf("message %s: %v", body, err)
		}
		switch {
		case m.Frame == next:
			next++
		case m.Frame < next && twice:
			again++
		default:
			t.Fatalf("frame %d where %d belongs", m.Frame, next)
		}
	}
	if next != count {
		t.Fatalf("%d of %d frames have arrived", next, count)
	}
	t.Logf("%d frames, %d came again", next, again)
}

func hostPort(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }
