// Package publisher is the node Publisher: it hands what was found to a message
// broker, one message a frame.
//
//	Process ──▶ queue (bounded) ──▶ sender (a goroutine) ──▶ session (NATS, MQTT, Kafka)
//
// The graph never waits for the broker unless it was told to. A broker that is away is
// tried again for ever; what does not fit into the queue meanwhile is dropped, the
// oldest first, and counted.
package publisher

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

// Factory makes Publisher nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "Publisher",
	Doc: "Publishes what was found to NATS, MQTT 5 or Kafka: one message a frame, the JSON object that MaskSink writes as a line of JSON Lines. " +
		"Messages come in order and at least once: each is sent until the broker has it. A broker that is away is tried again for ever, after 0.5 s at first and 30 s at last.",
	In: []nodes.Port{
		{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture on which it was found."},
		{Name: "instances", Type: nodes.TypeBoxes, Doc: "What was found on it. Masks and tracks may be missing: what there is gets published."},
	},
}, Config{Image: "none", Buffer: Buffer{Messages: 1000, MB: 64}, Flush: 5, Draw: draw.Default()}, open)

type node struct {
	cfg     Config
	log     *slog.Logger
	address address
	queue   *queue
	sender  *sender
	end     func() // of the sender, at once
	painter draw.Painter
	seen    *nodes.Instances // last: shown on while nobody looks
	run     string           // a name for this run that no other one has
	count   int64            // of messages, those that were dropped included
	before  counters         // of the process that a snapshot was taken in
}

func open(_ context.Context, env nodes.Env, cfg Config) (nodes.Node, error) {
	a, err := parseAddress(cfg.URL)
	if err == nil {
		a, err = a.expand()
	}
	if err != nil {
		return nil, fmt.Errorf("url: %w", err)
	}
	dial, err := dialer(a, cfg.TLS)
	if err != nil {
		return nil, err
	}
	n := &node{cfg: cfg, log: env.Log, address: a, run: rand.Text(), painter: draw.Painter{Style: cfg.Draw}}
	if n.log == nil {
		n.log = slog.New(slog.DiscardHandler)
	}
	n.queue = newQueue(cfg.Buffer.Messages, int(cfg.Buffer.MB*1e6))
	n.sender = &sender{address: a, dial: dial, queue: n.queue, log: n.log, done: make(chan struct{})}
	ctx, end := context.WithCancel(context.Background())
	n.end = end
	go n.sender.run(ctx)
	return n, nil
}

// Process queues one message.
func (n *node) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	if err := ctx.Err(); err != nil {
		return nodes.Packet{}, err
	}
	frame, found := in.Frame("frame"), in.Instances("instances")
	switch {
	case frame == nil:
		return nodes.Packet{}, errors.New("frame: nothing came in: connect the port to the node that gives the pictures")
	case found == nil:
		return nodes.Packet{}, errors.New("instances: nothing came in: connect the port to a detector, prompter or tracker")
	}
	body, err := n.body(in.Stamp, frame, found)
	if err != nil {
		return nodes.Packet{}, err
	}
	n.count++
	stream := in.Stamp.Stream
	m := message{topic: n.address.topicOf(stream), key: stream, id: fmt.Sprintf("%s-%d", n.run, n.count), body: body}
	return nodes.Packet{}, n.queue.put(ctx, m, n.cfg.Block)
}

// Finish waits until the broker has everything, or for as long as flush says.
func (n *node) Finish(ctx context.Context) error {
	n.queue.close()
	patience := time.NewTimer(time.Duration(n.cfg.Flush * float64(time.Second)))
	defer patience.Stop()
	select {
	case <-n.sender.done:
	case <-patience.C:
	case <-ctx.Done():
	}
	return n.Close()
}

// Close lets go of the broker. What it has not got is counted as dropped.
func (n *node) Close() error {
	n.queue.close()
	n.end()
	<-n.sender.done
	n.queue.dropRest()
	return nil
}

var (
	_ nodes.Finisher    = (*node)(nil)
	_ nodes.Reporter    = (*node)(nil)
	_ nodes.Snapshotter = (*node)(nil)
)
