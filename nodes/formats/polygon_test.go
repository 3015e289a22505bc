package formats_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/formats"
)

// TestPolygonsAreTheMasks: one ring for masks with holes and several parts, of all
// sizes, drawn again.
func TestPolygonsAreTheMasks(t *testing.T) {
	const width, height = 333, 217 // no power of two: shares are not exact
	r := rand.New(rand.NewPCG(1, 2))
	f := formats.Record{Stamp: nodes.Stamp{Stream: "a"}, Width: width, Height: height}
	for i := range 60 {
		f.Items = append(f.Items, thing("x", i, 1, mended(speckled(r, width, height))), thing("x", i, 1, blob(width, height, r.IntN(width), r.IntN(height), 1+r.IntN(60))))
	}
	path := filepath.Join(t.TempDir(), "set")
	write(t, path, "yolo", []formats.Record{f})
	worst := 1.0
	for i, it := range read(t, path, "yolo")[0].Items {
		iou := it.Mask.IoU(f.Items[i].Mask)
		worst = min(worst, iou)
		if iou < 0.99 {
			t.Errorf("mask %d of %d pixels: IoU %.4f", i, f.Items[i].Mask.Area(), iou)
		}
	}
	t.Logf("the worst of %d has an IoU of %.4f", len(f.Items), worst)
}

// TestMoreTracksThanNumbers: identities stay apart beyond what a format was made for.
func TestMoreTracksThanNumbers(t *testing.T) {
	var records []formats.Record
	for i := range 1200 {
		m := nodes.MaskFromBitmap(i%7, 0, 1, 1, []byte{1})
		records = append(records, formats.Record{
			Stamp: nodes.Stamp{Stream: "a", Seq: uint64(i)}, Width: 8, Height: 2,
			Items: []nodes.Instance{thing("car", i+1, 1, m), thing("person", i+5001, 1, m.Shift(0, 1))},
		})
	}
	for _, tt := range []struct {
		format  string
		want    int // tracks that are left
		warning string
	}{
		{"mots", 2400, ""},
		{"mots-png", 1000 + 999, "a frame 999 at 0.000s: masks are left out of the pictures from track 6000 on: there are no more numbers for them"},
		{"davis", 2400, ""},
	} {
		t.Run(tt.format, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a")
			said := write(t, path, tt.format, records)
			tracks := map[string]int{}
			for _, r := range read(t, path, tt.format) {
				for _, it := range r.Items {
					tracks[fmt.Sprint(it.Label, it.Track)]++
				}
			}
			if len(tracks) != tt.want {
				t.Errorf("%d tracks, want %d", len(tracks), tt.want)
			}
			if tt.warning != "" && (len(said.warnings) != 1 || said.warnings[0] != tt.warning) {
				t.Errorf("warned %q", said.warnings)
			}
		})
	}
}
