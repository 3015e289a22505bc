package wire

import (
	"context"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"google.golang.org/grpc"
	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// direct is a connection without a wire.
type direct struct {
	pb.NodeHostClient
	server *server
}

func (d direct) Open(ctx context.Context, req *pb.OpenRequest, _ ...grpc.CallOption) (*pb.OpenResponse, error) {
	return d.server.Open(ctx, req)
}

func described(t *testing.T) *Process {
	t.Helper()
	msg, err := typeTo(many)
	if err != nil {
		t.Fatal(err)
	}
	typ, err := typeFrom(msg)
	if err != nil {
		t.Fatal(err)
	}
	return &Process{name: "p", types: []Type{typ}, rpc: direct{server: newServer(nodes.MustRegistry(many), nil)}}
}

// TestDescribeRoundTrip wants a type's description as it is at home.
func TestDescribeRoundTrip(t *testing.T) {
	got := described(t).types[0]
	want, err := nodes.Fields(many)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Info, many.Info) || !reflect.DeepEqual(got.Fields, want) {
		t.Errorf("got\n%+v\nwant\n%+v\n%+v", got, many.Info, want)
	}
}

// TestSameProblems wants of a plugin what nodes.Decode says here, with the places.
func TestSameProblems(t *testing.T) {
	p := described(t)
	for _, text := range []string{
		"", "{}", "model: x", "model: 007", "model: 1.10", "model: true", "model: yes", "model: 2020-01-01", "model:", "model: [a]", "model: {a: 1}",
		"nothing: 1", "mode: x\nmethod: quick", "score: 2", "score: 0x10", "score: .5", "score: 1e-3", "score: .inf", "score: .nan", "score: high", "score: '1'",
		"every: 1.5", "every: 0x10", "every: 1_000", "every: 99999999999999999999", "every: -3", "every: '3'", "every: true",
		"warm: yes", "warm: True", "warm: 1", "warm: ~", "warm: true\nmodel: ''",
		"classes: person", "classes: [a, 1, [b], ~]", "classes: {a: 1}", "classes: []", "sizes: [[1, 2], [3, x]]", "sizes: [1, 2]", "sizes: 5",
		"zone: {name: a, size: b, seize: 1}", "zone: a", "zone: [a]", "zones: {size: -1}", "zones: [{size: -1}]", "zones: [{size: 1}, {siz: 2}, 3]",
		"model: a\nscore: 1\nmodel: b", "zone: {size: 1, size: 2}", "weights: [1, 2.5, x]",
		"model: &m a\nclasses: [*m, *m]", "zone: &z {size: 3}\nzones: [*z, *z]", "a: &a [x, x]\nb: &b [*a, *a]\nclasses: [*b]",
		"- a", "text", "~", "\"model\": \"\\u0000\\x7f\\u2028é😀\"",
	} {
		for _, text := range []string{text, "\n\n  " + strings.ReplaceAll(text, "\n", "\n  ")} {
			checkSameProblems(t, p, text)
		}
	}
}

func checkSameProblems(t interface {
	Errorf(string, ...any)
	Fatalf(string, ...any)
}, p *Process, text string,
) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var n *yaml.Node
	if len(doc.Content) > 0 {
		n = doc.Content[0]
	}
	at := &yaml.Node{Line: 77, Column: 7}
	want, problems := nodes.Decode(many, "g.yaml", "nodes.a.with", n, at)
	got, _ := p.CheckYAML(context.Background(), "Many", "g.yaml", "nodes.a.with", n, at)
	if len(got)+len(problems) > 0 && !reflect.DeepEqual(got, problems) {
		t.Errorf("%q:\ngot  %v\nwant %v", text, got, problems)
	}
	if len(problems) > 0 {
		return
	}
	settings, _ := Settings(n, p.types[0].Fields)
	cfg, _, err := decodeSettings(many, settings)
	if err != nil || !reflect.DeepEqual(cfg, want) {
		t.Errorf("%q becomes %s, and %+v, want %+v, %v", text, settings, cfg, want, err)
	}
}

// TestAnySettings does the same with any value.
func TestAnySettings(t *testing.T) {
	p := described(t)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"model", "method", "score", "every", "warm", "classes", "sizes", "zone", "zones"}).Draw(t, "name")
		value := rapid.OneOf(rapid.String(), rapid.Map(rapid.Float64(), func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }),
			rapid.StringMatching(`[-+]?(0x|0o|0b)?[0-9_.]{1,20}(e[-+]?[0-9])?`)).Draw(t, "value")
		n := &yaml.Node{Kind: yaml.ScalarNode, Value: value}
		if rapid.Bool().Draw(t, "quoted") {
			n.Style = yaml.DoubleQuotedStyle
		}
		text, err := yaml.Marshal(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: name}, n}})
		if err != nil {
			t.Skip(err)
		}
		checkSameProblems(t, p, string(text))
	})
}
