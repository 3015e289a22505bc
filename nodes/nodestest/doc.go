// Package nodestest checks that a node type keeps the contract of package nodes,
// and has what the tests of nodes need: pictures, packets, an environment, the
// way to test data and models.
//
//	func TestContract(t *testing.T) {
//		var in []nodes.Packet
//		for i, f := range nodestest.Frames(t, 64, 48, 4) {
//			in = append(in, nodestest.Packet(i, nodestest.Ports{"frame": f}))
//		}
//		nodestest.Check(t, detector.Factory, `{method: motion}`, in...)
//	}
package nodestest
