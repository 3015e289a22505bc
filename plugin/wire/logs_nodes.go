package wire

import (
	"log/slog"
	"sync"
)

// nodeLogs are the logs that the nodes of a program were opened with, by name: what
// a node says there belongs to it and not to the program. The zero value is ready.
type nodeLogs struct {
	mu   sync.Mutex
	logs map[string]*slog.Logger
}

func (n *nodeLogs) set(name string, log *slog.Logger) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.logs == nil {
		n.logs = map[string]*slog.Logger{}
	}
	n.logs[name] = log
}

// of finds the log that a record is for, and takes the node's name, which that log
// carries, out of the record.
func (n *nodeLogs) of(program *slog.Logger, r slog.Record) (*slog.Logger, slog.Record) {
	log := program
	inner := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "node" && log == program {
			n.mu.Lock()
			own := n.logs[a.Value.String()]
			n.mu.Unlock()
			if own != nil {
				log = own
				return true
			}
		}
		inner.AddAttrs(a)
		return true
	})
	return log, inner
}
