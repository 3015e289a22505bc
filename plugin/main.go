// Command maskgraph-nodes serves the built-in nodes to maskgraph, in a process that
// may crash without taking the graph along. A graph file names it under plugins.
package main

import (
	"github.com/maskgraph/maskgraph/nodes/all"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

func main() { wire.Serve(all.Registry()) }
