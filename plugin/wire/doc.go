// Package wire runs nodes in another process.
//
// A program serves its nodes with [Serve], a host starts it with [Launch] and
// opens nodes in it, as many as it likes:
//
//	host                              program
//	Launch ──── starts ─────────────▶ main: Serve(registry)
//	       ◀─── stdout: where ─────── listens on a Unix socket
//	       ──── Describe ───────────▶ its node types, ports, settings
//	Open   ──── settings (JSON) ────▶ opens a node, or says what is wrong
//	Anticipate  later packets ──────▶ Anticipate of the node, if it has that
//	Process ─── packet ─────────────▶ Process of the node
//	       ◀─── packet, snapshot ────
//	Command ─── order (JSON) ───────▶ Command of the node
//	       ◀─── answer, snapshot ────
//	Close  ──── finish or not ──────▶ Finish and Close of the node
//
// The package looks after one process only. What to do when one has ended, start it
// again above all, is the business of package supervise.
//
// # Protocol
//
// node.proto in nodepb is the protocol; any language with gRPC can speak it.
//
//   - The host starts the program with MASKGRAPH_PLUGIN=c2fb13b1-nodes in its
//     environment. The program listens on a Unix socket in the directory that
//     PLUGIN_UNIX_SOCKET_DIR names and prints one line, the first on its standard
//     output: 1|1|unix|PATH OF THE SOCKET|grpc|CERTIFICATE. The second number is the
//     version of this protocol. This is the handshake of hashicorp/go-plugin, whose
//     library does all that in Go.
//   - With a certificate (base64 of DER, without padding) both sides speak TLS; the
//     host's own is in PLUGIN_CLIENT_CERT. Without one they speak plainly. The
//     socket's directory belongs to the user alone and is removed as soon as the
//     host is connected, so that nothing can be left behind.
//   - Standard input tells the program that the host is gone: it ends, and so must
//     the program. Standard error is the log: lines of JSON with @level, @message
//     and @timestamp keep their level, other text is taken as it is. A line with the
//     key node is in the log of the node of that name; its key state says what the
//     node is at (package nodes, StateKey).
//   - Describe comes first and once, then any number of nodes. Calls for one node
//     come one after another.
//   - Pixels travel in shared memory if the host offers the capability shm and the
//     program's answer to Describe repeats it. Descriptor 3 is the pool of the
//     host's frames, descriptor 4 the program's own (see package shm). A frame is
//     named by its pool and offset. Slots in a request may be read until the
//     answer. The program leaves slots of its own alone until the host names them
//     in ProcessRequest.released. A frame that is only passed on is named by the
//     input port that it came from. Without shm pixels are inside the messages.
//   - Nodes that name commands in their answer to Open take orders by Command, as
//     package nodes tells of a Commander. A program without any leaves the call out.
//   - Nodes that say in their answer to Open how many packets ahead they want to see are
//     shown each packet once by Anticipate, in order, so many places before its turn.
//     They may forget it: Process brings it again. After a death of the program, and
//     from live sources, Process may come without it.
//   - An error of a node is a gRPC status Unknown with its text. Unavailable means
//     that the program is gone. To give up on one packet only is no error: drop in
//     the answer says why.
//   - A program whose node cannot go on in it, since a driver hangs, ends with status
//     75: then it is started again without being counted as broken.
//
// # When the program dies
//
// A panic is not recovered: C memory behind it is unknown. Every call says
// [ErrExited] then, with the program's last words. Frames that it gave remain until
// they are released. A killed host takes its programs along.
//
// MASKGRAPH_WIRE=inline in the environment keeps pixels in messages, for tests and
// comparisons.
package wire
