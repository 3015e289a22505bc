// Package graph turns a graph file into running nodes.
//
//	file ──Load──▶ Spec ──Check──▶ problems
//	                └────Open───▶ Graph ──Run──▶ Report
//
// Load and Set read YAML and keep every position. Check finds everything that is
// wrong without opening anything. Open makes the nodes, Run moves packets
// through them until the sources end, Report says what happened.
//
// KeepCheckpoints before Run, and Restore in another process, let a run that was
// broken off go on.
//
// The five rules of a running graph:
//
//  1. Each node has one goroutine, and a live source a second one that captures.
//  2. Every node answers every stamp with one packet.
//  3. Queues are bounded and block: a slow node slows the graph, memory stays flat.
//  4. Only a live source drops, and every drop is counted with its reason.
//  5. A join compares stamps once; unequal ones end the run.
//
// The package sees node types only through a nodes.Registry and uses no cgo.
package graph
