package nodes

import "log/slog"

// StateKey is the key of the log attribute by which a node says in what state it
// is now:
//
//	env.Log.Warn("no frame for 3s", nodes.State(nodes.Stalled))
//
// Whoever runs the node keeps the newest one, wherever the node runs: a log line
// from a plugin counts like one from here.
const StateKey = "state"

// The states of a source that may lose what it reads from, such as a camera. Other
// nodes may use words of their own.
const (
	Connecting = "connecting" // the first attempt is under way
	Running    = "running"    // frames come
	Stalled    = "stalled"    // it is open and no frame has come for too long
	Retrying   = "retrying"   // it was lost, or not found, and is tried again
	Ended      = "ended"      // nothing more will come
)

// SourceStates are those states, in the order in which they usually come.
func SourceStates() []string { return []string{Connecting, Running, Stalled, Retrying, Ended} }

// State is the attribute for a log line.
func State(name string) slog.Attr { return slog.String(StateKey, name) }
