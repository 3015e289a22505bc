// Command blur serves a node for Maskgraph that blurs what masks cover. It is an
// example: copy the folder, and make it yours.
package main

import (
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

func main() { wire.Serve(registry()) }

// registry lists every node type of this program.
func registry() *nodes.Registry { return nodes.MustRegistry(Factory) }
