// Command maskgraph-nodes carries the built-in nodes as a program of its own. It
// describes them; serving them to a host over go-plugin is the next step, for which
// the contract in package nodes is made.
package main

import (
	"fmt"
	"os"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes/all"
)

func main() {
	if len(os.Args) != 2 || os.Args[1] != "describe" {
		fmt.Fprintln(os.Stderr, "usage: maskgraph-nodes describe\nPrints the JSON Schema of graphs made of the nodes in this program.\n"+
			"It does not serve nodes to a host yet: run graphs with maskgraph.")
		os.Exit(2)
	}
	schema, err := graph.Schema(all.Registry())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(string(schema))
}
