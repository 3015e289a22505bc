package wire

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

var testPorts = []nodes.Port{
	{Name: "frame", Type: nodes.TypeFrame},
	{Name: "boxes", Type: nodes.TypeBoxes},
	{Name: "masks", Type: nodes.TypeMasks},
}

func anyFrame(t *rapid.T) *nodes.Frame {
	w, h := rapid.IntRange(1, 9).Draw(t, "width"), rapid.IntRange(1, 9).Draw(t, "height")
	format := rapid.SampledFrom([]nodes.PixelFormat{nodes.BGR8, nodes.Gray8}).Draw(t, "format")
	n := w * h * format.Channels()
	return nodes.NewFrame(w, h, format, rapid.SliceOfN(rapid.Byte(), n, n).Draw(t, "pix"), nil)
}

func anyInstances(t *rapid.T) *nodes.Instances {
	const side = 20
	number := rapid.Float32Range(-100, 100)
	v := &nodes.Instances{Width: side, Height: side, Skipped: rapid.Bool().Draw(t, "skipped")}
	for range rapid.IntRange(0, 3).Draw(t, "instances") {
		item := nodes.Instance{
			Box:   nodes.Box{X1: number.Draw(t, "x1"), Y1: number.Draw(t, "y1"), X2: number.Draw(t, "x2"), Y2: number.Draw(t, "y2")},
			Score: number.Draw(t, "score"), Class: rapid.IntMin(-1).Draw(t, "class"), Label: rapid.String().Draw(t, "label"),
			PredictedIoU: number.Draw(t, "iou"), Stability: number.Draw(t, "stability"), Track: rapid.IntMin(0).Draw(t, "track"),
		}
		point := rapid.Custom(func(t *rapid.T) nodes.Point {
			return nodes.Point{X: number.Draw(t, "x"), Y: number.Draw(t, "y"), Background: rapid.Bool().Draw(t, "background")}
		})
		if rapid.Bool().Draw(t, "points") {
			item.Points = rapid.SliceOfN(point, 1, 3).Draw(t, "points")
		}
		if rapid.Bool().Draw(t, "origin") {
			item.Origin = &nodes.Origin{
				Prompt: rapid.String().Draw(t, "prompt"), Box: item.Box, Points: item.Points, Token: rapid.IntRange(0, 3).Draw(t, "token"),
				IoUs: rapid.SliceOfN(number, 1, 4).Draw(t, "ious"), Encoded: rapid.Uint64().Draw(t, "encoded"),
				Age: time.Duration(rapid.Int64().Draw(t, "age")), Steps: rapid.SliceOfN(rapid.String(), 1, 2).Draw(t, "steps"),
			}
		}
		if rapid.Bool().Draw(t, "mask") {
			w, h := rapid.IntRange(1, 6).Draw(t, "w"), rapid.IntRange(1, 6).Draw(t, "h")
			bits := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1}), w*h, w*h).Draw(t, "bits")
			item.Mask = nodes.MaskFromBitmap(rapid.IntRange(0, side-w).Draw(t, "x"), rapid.IntRange(0, side-h).Draw(t, "y"), w, h, bits)
		}
		v.Items = append(v.Items, item)
	}
	return v
}

// TestRoundTrip wants back what was sent, bit for bit.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyFrame(t)
		defer f.Release()
		in := nodes.Packet{Stamp: nodes.Stamp{
			Stream: string(rapid.SliceOf(rapid.Byte()).Draw(t, "stream")), Seq: rapid.Uint64().Draw(t, "seq"),
			PTS: time.Duration(rapid.Int64().Draw(t, "pts")), Estimated: rapid.Bool().Draw(t, "estimated"),
			File: string(rapid.SliceOf(rapid.Byte()).Draw(t, "file")),
		}}
		if ns := rapid.Int64().Draw(t, "captured"); ns != 0 {
			in.Stamp.Captured = time.Unix(0, ns)
		}
		in.Put("frame", f)
		in.Put("masks", anyInstances(t))
		if rapid.Bool().Draw(t, "two") {
			in.Put("boxes", anyInstances(t))
		}
		out, err := throughBytes(t, in)
		if err != nil {
			t.Fatal(err)
		}
		defer out.Release()
		got := out.Frame("frame")
		if got.Width != f.Width || got.Height != f.Height || got.Format != f.Format || !bytes.Equal(got.Pix, f.Pix) {
			t.Fatalf("another frame")
		}
		if out.Stamp != in.Stamp || !reflect.DeepEqual(out.Instances("masks"), in.Instances("masks")) ||
			!reflect.DeepEqual(out.Instances("boxes"), in.Instances("boxes")) {
			t.Fatalf("got %+v, want %+v", out, in)
		}
	})
}

func throughBytes(t interface{ Fatal(...any) }, in nodes.Packet) (nodes.Packet, error) {
	msg, err := packetTo(in, testPorts, inline)
	if err != nil {
		t.Fatal(err)
	}
	wire, err := proto.Marshal(msg)
	if err != nil {
		t.Fatal(err)
	}
	var back pb.Packet
	if err := proto.Unmarshal(wire, &back); err != nil {
		t.Fatal(err)
	}
	return packetFrom(&back, testPorts, receiveInline)
}

func receiveInline(msg *pb.Frame) (*nodes.Frame, error) { return frameFrom(msg, nil) }

func TestReportRoundTrip(t *testing.T) {
	in := nodes.Report{Counters: map[string]int64{"seen": 3}, Files: []string{"a\xff.json"}, Warnings: []string{"odd \xff size"}}
	got := reportFrom(reportTo(in))
	in.Warnings[0] = strings.ToValidUTF8(in.Warnings[0], "\uFFFD")
	if !reflect.DeepEqual(got, in) {
		t.Errorf("got %+v", got)
	}
}
