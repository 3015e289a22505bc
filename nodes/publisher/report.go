package publisher

import (
	"encoding/json"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
)

// counters say what has become of all messages: messages = published + dropped + those
// that wait.
type counters struct{ Messages, Published, Dropped int64 }

func (n *node) counters() counters {
	return counters{
		Messages:  n.before.Messages + n.count,
		Published: n.before.Published + n.sender.published.Load(),
		Dropped:   n.before.Dropped + n.sender.refused.Load() + n.queue.dropped(),
	}
}

func (n *node) Report() nodes.Report {
	c := n.counters()
	r := nodes.Report{Counters: map[string]int64{
		"messages": c.Messages, "published": c.Published, "publish_dropped": c.Dropped, "publish_retries": n.sender.retries.Load(),
	}}
	if c.Dropped > 0 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%s: %d of %d messages were dropped: %s", n.address, c.Dropped, c.Messages, n.sender.why()))
	}
	return r
}

// Snapshot holds the counters only: messages that wait die with the process.
func (n *node) Snapshot() ([]byte, error) { return json.Marshal(n.counters()) }

// Restore goes on counting. What waited when the snapshot was taken is lost.
func (n *node) Restore(state []byte) error {
	var c counters
	if err := json.Unmarshal(state, &c); err != nil {
		return fmt.Errorf("restore: not a snapshot of this version: %w", err)
	}
	c.Dropped = c.Messages - c.Published
	n.before = c
	return nil
}
