package examples_test

import (
	"log/slog"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

// bothWays runs a test with pixels in shared memory and in messages.
func bothWays(t *testing.T, test func(t *testing.T, bright nodes.Factory)) {
	for name, way := range map[string]string{"shm": "", "inline": "inline"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("MASKGRAPH_WIRE", way)
			p, err := wire.Launch(t.Context(), wire.Options{
				Name: "python", Path: "python3", Args: []string{folder + "brightness.py"},
				Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
			})
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := p.Close(); err != nil || p.LastWords() != "exit status 0" {
					t.Errorf("it ends with %v, %q", err, p.LastWords())
				}
			}()
			if p.Shared() != (way == "") {
				t.Errorf("pixels are in shared memory: %v", p.Shared())
			}
			test(t, wiretest.Factory(t, p, "BrightRegions"))
		})
	}
}

func TestPythonContract(t *testing.T) {
	python(t)
	bothWays(t, func(t *testing.T, bright nodes.Factory) {
		var in []nodes.Packet
		for i, f := range nodestest.Frames(t, 64, 48, 4) {
			in = append(in, nodestest.Packet(i, nodestest.Ports{"frame": f}))
		}
		nodestest.Check(t, bright, "{min_size: 4}", in...)
	})
}

func TestPythonFinds(t *testing.T) {
	python(t)
	tests := []struct {
		name, settings string
		format         nodes.PixelFormat
		width, height  int
		lit            []nodes.Box
		want           []nodes.Box
	}{
		{"nothing", "", nodes.BGR8, 64, 48, nil, nil},
		{
			"two, the largest first", "", nodes.BGR8, 101, 67,
			[]nodes.Box{{X1: 3, Y1: 5, X2: 23, Y2: 22}, {X1: 60, Y1: 9, X2: 101, Y2: 67}},
			[]nodes.Box{{X1: 60, Y1: 9, X2: 101, Y2: 67}, {X1: 3, Y1: 5, X2: 23, Y2: 22}},
		},
		{"gray", "", nodes.Gray8, 64, 48, []nodes.Box{{X1: 10, Y1: 11, X2: 30, Y2: 31}}, []nodes.Box{{X1: 10, Y1: 11, X2: 30, Y2: 31}}},
		{
			"corner to corner is one", "", nodes.BGR8, 64, 48,
			[]nodes.Box{{X1: 0, Y1: 0, X2: 16, Y2: 16}, {X1: 16, Y1: 16, X2: 40, Y2: 30}},
			[]nodes.Box{{X2: 40, Y2: 30}},
		},
		{"too small", "", nodes.BGR8, 64, 48, []nodes.Box{{X1: 10, Y1: 11, X2: 40, Y2: 26}}, nil},
		{"small enough", "{min_size: 15}", nodes.BGR8, 64, 48, []nodes.Box{{X1: 10, Y1: 11, X2: 40, Y2: 26}}, []nodes.Box{{X1: 10, Y1: 11, X2: 40, Y2: 26}}},
		{"too dark", "{min_brightness: 250}", nodes.BGR8, 64, 48, []nodes.Box{{X1: 10, Y1: 11, X2: 40, Y2: 40}}, nil},
	}
	bothWays(t, func(t *testing.T, bright nodes.Factory) {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				got := find(t, bright, tt.settings, picture(t, tt.width, tt.height, tt.format, tt.lit))
				if !slices.Equal(got, tt.want) {
					t.Errorf("got %v, want %v", got, tt.want)
				}
			})
		}
	})
}

func find(t *testing.T, bright nodes.Factory, settings string, frame *nodes.Frame) []nodes.Box {
	t.Helper()
	cfg, problems := nodestest.Decode(bright, "g.yaml", settings)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	n, err := bright.Open(t.Context(), nodestest.Env(t), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	out, err := n.Process(t.Context(), nodestest.Packet(0, nodestest.Ports{"frame": frame}))
	if err != nil {
		t.Fatal(err)
	}
	var boxes []nodes.Box
	for _, item := range out.Instances("boxes").Items {
		if item.Label != "bright" || item.Score <= 0.2 || item.Score > 1 {
			t.Errorf("%+v", item)
		}
		boxes = append(boxes, item.Box)
	}
	return boxes
}

// picture is a dark one with lit boxes.
func picture(t *testing.T, width, height int, format nodes.PixelFormat, lit []nodes.Box) *nodes.Frame {
	t.Helper()
	c := format.Channels()
	pix := make([]byte, width*height*c)
	for _, b := range lit {
		for y := int(b.Y1); y < int(b.Y2); y++ {
			for i := (y*width + int(b.X1)) * c; i < (y*width+int(b.X2))*c; i++ {
				pix[i] = 240
			}
		}
	}
	f := nodes.NewFrame(width, height, format, pix, nil)
	t.Cleanup(f.Release)
	return f
}
