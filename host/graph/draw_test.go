package graph

import "testing"

const drawn = `version: 1
nodes:
  video: {type: Video}
  end: {type: FindAndCut, in: {frame: video}}
  save: {type: Save, in: {frame: video, instances: end.masks}}
`

func TestDraw(t *testing.T) {
	spec, problems := Parse("f.yaml", []byte(drawn))
	if spec == nil {
		t.Fatal(problems)
	}
	want := `flowchart LR
    n1["video<br/>Video"]
    n2["end<br/>FindAndCut"]
    n3["save<br/>Save"]
    n1 -- "frame" --> n2
    n1 -- "frame" --> n3
    n2 -- "masks → instances" --> n3
`
	if got := spec.Mermaid(checkRegistry()); got != want {
		t.Errorf("Mermaid:\n%s", got)
	}
	want = `digraph {
    rankdir=LR
    node [shape=box]
    n1 [label="video\nVideo"]
    n2 [label="end\nFindAndCut"]
    n3 [label="save\nSave"]
    n1 -> n2 [label="frame"]
    n1 -> n3 [label="frame"]
    n2 -> n3 [label="masks → instances"]
}
`
	if got := spec.DOT(checkRegistry()); got != want {
		t.Errorf("DOT:\n%s", got)
	}
}

// TestDrawQuotes: a type that is no type cannot break a drawing.
func TestDrawQuotes(t *testing.T) {
	spec, _ := Parse("f.yaml", []byte(`{version: 1, nodes: {a: {type: "x\"]<\\"}}}`))
	if got, want := spec.Mermaid(checkRegistry()), "flowchart LR\n    n1[\"a<br/>x#quot;]#lt;\\\"]\n"; got != want {
		t.Errorf("Mermaid: %s", got)
	}
	if got, want := spec.DOT(checkRegistry()), "digraph {\n    rankdir=LR\n    node [shape=box]\n    n1 [label=\"a\\nx\\\"]<\\\\\"]\n}\n"; got != want {
		t.Errorf("DOT: %s", got)
	}
}
