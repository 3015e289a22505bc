package graph

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// clips gives one frame of each of its streams; without any, it names the only one as
// it is told.
type clips struct {
	names []string
	n     int
}

func (c *clips) Process(context.Context, nodes.Packet) (nodes.Packet, error) {
	if c.n == len(c.names) {
		return nodes.Packet{}, io.EOF
	}
	out := nodes.Packet{Stamp: nodes.Stamp{Stream: c.names[c.n], Seq: uint64(c.n), PTS: time.Duration(c.n)}}
	out.Put("frame", nodes.NewFrame(2, 2, nodes.Gray8, make([]byte, 4), nil))
	c.n++
	return out, nil
}
func (*clips) Close() error { return nil }

// seen notes the streams of packets, and what contexts say.
type seen struct {
	mu   sync.Mutex
	text []string
}

func (s *seen) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = append(s.text, in.Stamp.Stream)
	if of := nodes.StreamOf(ctx); of != in.Stamp.Stream {
		s.text = append(s.text, "in the context of "+of)
	}
	return nodes.Packet{}, nil
}
func (*seen) Close() error { return nil }

// TestStreamsHaveNamesOfTheirOwn: no two streams of a file give equal stamps.
func TestStreamsHaveNamesOfTheirOwn(t *testing.T) {
	for _, tt := range []struct {
		name, streams string
		gives         []string // empty: what the source is told
		want          string
	}{
		{"a graph without streams", "", []string{"walk", "run"}, "walk run"},
		{"a source that does as it is told", "streams: {front: {}, yard: {}}", nil, "front yard"},
		{"a source with names of its own", "streams: {front: {}, yard: {}}", []string{"walk", "run"}, "front/walk front/run yard/walk yard/run"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := &seen{}
			reg := nodes.MustRegistry(
				nodes.Define(nodes.Info{Type: "Clips", Doc: "Gives.", Out: ports{port("frame", nodes.TypeFrame)}}, noConfig{},
					func(_ context.Context, env nodes.Env, _ noConfig) (nodes.Node, error) {
						if tt.gives == nil {
							return &clips{names: []string{env.Stream}}, nil
						}
						return &clips{names: tt.gives}, nil
					}),
				nodes.Define(nodes.Info{Type: "Save", Doc: "Takes.", In: ports{port("frame", nodes.TypeFrame)}}, noConfig{},
					func(context.Context, nodes.Env, noConfig) (nodes.Node, error) { return s, nil }),
			)
			spec, problems := Parse("g.yaml", []byte("version: 1\n"+tt.streams+"\nnodes:\n  video: {type: Clips}\n  save: {type: Save, in: {frame: video}}\n"))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			for _, of := range spec.PerStream() {
				g, err := Open(t.Context(), of, reg, nodes.Env{})
				if err != nil {
					t.Fatal(err)
				}
				if err := g.Run(t.Context(), nil); err != nil {
					t.Fatal(err)
				}
				last := s.text[len(s.text)-1]
				if !g.Gives(last) || g.Gives("other") {
					t.Errorf("does it give %s: %t, other: %t", last, g.Gives(last), g.Gives("other"))
				}
				if err := g.Close(); err != nil {
					t.Error(err)
				}
			}
			if got := strings.Join(s.text, " "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if len(spec.Streams) > 0 {
				if _, err := Open(t.Context(), spec, reg, nodes.Env{}); err == nil {
					t.Error("a spec with streams was opened as one graph")
				}
			}
		})
	}
}

const streamed = `version: 1
plugins: {sam: {path: a}}
streams: {front: {video: {uri: a, size: {width: 2}}}}
nodes:
  video: {type: Video, with: {fps: 5, size: {height: 3}}}
  show: {type: Show, in: {frame: video}}
`

func TestSame(t *testing.T) {
	for _, tt := range []struct {
		name, from, to string
		want           bool
	}{
		{"as it was", "", "", true},
		{"another layout", "{uri: a, size: {width: 2}}", "{size: {width: 2}, uri: \"a\"}", true},
		{"where it says so", "uri: a, ", "", false},
		{"another value", "uri: a,", "uri: b,", false},
		{"a text, not a number", "fps: 5", "fps: \"5\"", false},
		{"another edge", "in: {frame: video}", "in: {frame: video.frame}", false},
		{"a plugin that nobody uses", "path: a", "path: b", true},
		{"a plugin", "{type: Show,", "{type: Show, plugin: sam,", false},
		{"threads", "version: 1", "version: 1\nthreads: 1", false},
		{"another name", "front:", "back:", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			one := func(text string) *Spec {
				spec, problems := Parse("g.yaml", []byte(text))
				if len(problems) > 0 {
					t.Fatal(problems)
				}
				return spec.PerStream()[0]
			}
			if got := one(streamed).Same(one(strings.Replace(streamed, tt.from, tt.to, 1))); got != tt.want {
				t.Errorf("the same: %t", got)
			}
		})
	}
}

func TestAdded(t *testing.T) {
	base, problems := Parse("g.yaml", []byte(streamed))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if err := base.Set("nodes.video.with.fps=7"); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, text, want string }{
		{"JSON", `{"name": "gate", "settings": {"video": {"uri": "b"}}}`, ""},
		{"YAML", "name: 01\nsettings: {video: {fps: 9}}", ""},
		{"no settings", "name: gate", ""},
		{"not a mapping", `[]`, "1:1: want entries like name: value, got a list\n1:1: name: is missing"},
		{"nothing", ``, "1:1: is empty; a graph file starts with version: 1"},
		{"no name", `{"settings": {}}`, "1:1: name: is missing"},
		{"a bad name", `{"name": "../a"}`, `1:10: name: a stream cannot be called "../a": want lower-case letters, digits, _ and -, at most 64`},
		{"another key", `{"name": "a", "setings": {}}`, "1:15: setings: unknown key (have name, settings); did you mean settings?"},
		{"another node", `{"name": "a", "settings": {"vdeo": {}}}`, `1:28: settings.vdeo: no node "vdeo" (have video, show); did you mean video?`},
		{"a wrong setting", `{"name": "a", "settings": {"video": {"fps": "fast"}}}`, `stream a: nodes.video.with.fps: want a number, got "fast"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			spec, problems := base.Added([]byte(tt.text))
			if len(problems) == 0 {
				problems, _ = spec.Check(checkRegistry())
			}
			var got []string
			for _, p := range problems {
				got = append(got, strings.TrimPrefix(p.Error(), ":"))
			}
			if text := strings.Join(got, "\n"); text != tt.want {
				t.Errorf("got  %s\nwant %s", text, tt.want)
			}
		})
	}
	added, _ := base.Added([]byte(`{"name": "gate", "settings": {"video": {"fps": 9}}}`))
	cfg, _ := nodes.Decode(mustLookup(t, "Video"), "", "", added.Nodes[0].With, nil)
	if c := cfg.(*videoConfig); c.FPS != 9 || c.Size.Height != 3 || c.Size.Width != 0 || added.Stream != "gate" {
		t.Errorf("%+v", c)
	}
	front, _ := nodes.Decode(mustLookup(t, "Video"), "", "", base.PerStream()[0].Nodes[0].With, nil)
	if c := front.(*videoConfig); c.FPS != 7 || c.Size.Height != 3 || c.Size.Width != 2 || c.URI != "a" {
		t.Errorf("%+v", c)
	}
}

func mustLookup(t *testing.T, typ string) nodes.Factory {
	t.Helper()
	f, err := checkRegistry().Lookup(typ)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// FuzzAdded: nothing that a visitor sends makes reading or checking panic, and what
// passes has a name that fits into a path.
func FuzzAdded(f *testing.F) {
	f.Add(`{"name": "gate", "settings": {"video": {"uri": "b"}}}`)
	f.Add("name: a\nsettings: {video: {size: {width: [1]}}, video: null, show: 3}")
	base, _ := Parse("g.yaml", []byte(streamed))
	reg := checkRegistry()
	f.Fuzz(func(t *testing.T, text string) {
		spec, problems := base.Added([]byte(text))
		if (spec == nil) != (len(problems) > 0) {
			t.Fatalf("spec %v with problems %v", spec, problems)
		}
		if spec == nil {
			return
		}
		if !streamName.MatchString(spec.Name()) {
			t.Errorf("a stream is called %q", spec.Name())
		}
		spec.Check(reg)
		if !spec.Same(spec) {
			t.Error("it is not the same as itself")
		}
	})
}
