package wire

import (
	"os"

	"github.com/hashicorp/go-plugin"
)

// MaxMessage is the size in bytes that one message may have in either direction:
// a 4K frame without shared memory, more than twice. gRPC's own limit, 4 MiB, is
// less than a 1080p frame.
const MaxMessage = 64 << 20

// Version is the protocol that this package speaks. A change that an old peer would
// misread raises it; what a peer may ignore is a capability.
const Version = 1

// serviceName is what the handshake calls our one service.
const serviceName = "nodes"

// The cookie tells a program that a host has started it, and not a person.
const (
	cookieKey   = "MASKGRAPH_PLUGIN"
	cookieValue = "c2fb13b1-nodes"
)

// Descriptors of shared memory in the program: the host's frames, and its own.
const (
	hostPoolFD = 3
	ownPoolFD  = 4
)

// capShm says that pixels travel in shared memory.
const capShm = "shm"

// inlineForced says that the user wants pixels in messages: MASKGRAPH_WIRE=inline.
func inlineForced() bool { return os.Getenv("MASKGRAPH_WIRE") == "inline" }

func handshake() plugin.HandshakeConfig {
	return plugin.HandshakeConfig{MagicCookieKey: cookieKey, MagicCookieValue: cookieValue}
}
