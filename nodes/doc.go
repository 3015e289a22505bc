// Package nodes is the contract between the boxes of a graph and whatever runs them.
//
// A graph is a set of nodes. A node has typed ports; an edge leads from one
// node's output port to another's input port. What travels on an edge is a
// packet: a stamp, which names one instant of one video, and a payload for each
// port. There are two kinds of payload:
//
//   - *Frame is one picture.
//   - *Instances is what is on it: boxes, and the masks of some or all of them.
//
// A node answers every packet with one packet, so two branches that part at a
// node meet again with equal stamps, and a join is one comparison.
//
// A node type is a Factory made by Define: its Info (name, documentation,
// ports), its Config struct with defaults, and a function that opens one node.
// The struct is the only description of the settings there is: documentation,
// checks with line numbers and the JSON Schema for editors come from its tags.
//
//	graph file ──Decode──▶ Config ──open──▶ Node ──Process──▶ Packet ──▶ …
//
// The package uses no cgo: OpenCV and ONNX Runtime stay in the nodes that need
// them, and the same contract works across a process boundary.
package nodes
