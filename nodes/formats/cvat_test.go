package formats_test

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/formats"
)

// cvatShape is any of CVAT's shapes.
type cvatShape struct {
	Label   string `xml:"label,attr"`
	RLE     string `xml:"rle,attr"`
	Left    int    `xml:"left,attr"`
	Top     int    `xml:"top,attr"`
	Width   int    `xml:"width,attr"`
	Height  int    `xml:"height,attr"`
	Points  string `xml:"points,attr"`
	Frame   int    `xml:"frame,attr"`
	Outside int    `xml:"outside,attr"`
	Track   int    `xml:"attribute"`
}

func parseXML(t *testing.T, path string, v any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err == nil {
		err = xml.Unmarshal(text, v)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestCVATForImages(t *testing.T) {
	records := street(4)
	records[1].Items[0].Label = `a "car" & <b>`
	path := filepath.Join(t.TempDir(), "a.xml")
	write(t, path, "cvat", records)
	var file struct {
		Labels []string `xml:"meta>task>labels>label>name"`
		Images []struct {
			Name  string      `xml:"name,attr"`
			Masks []cvatShape `xml:"mask"`
		} `xml:"image"`
	}
	parseXML(t, path, &file)
	if diff := cmp.Diff([]string{"car", "person", "dog", `a "car" & <b>`}, file.Labels); diff != "" {
		t.Error(diff)
	}
	for i, r := range records {
		for k, it := range r.Items {
			s := file.Images[i].Masks[k]
			bits, in := []byte{}, byte(0)
			for cell := range strings.SplitSeq(s.RLE, ", ") {
				n, err := strconv.Atoi(cell)
				if err != nil {
					t.Fatal(err)
				}
				bits = append(bits, []byte(strings.Repeat(string(rune(in)), n))...)
				in ^= 1
			}
			m := nodes.MaskFromBitmap(s.Left, s.Top, s.Width, s.Height, bits)
			if diff := cmp.Diff(it.Mask, m); diff != "" || s.Label != it.Label || s.Track != it.Track {
				t.Errorf("frame %d %+v: %s", i, s, diff)
			}
		}
	}
}

func TestCVATForVideo(t *testing.T) {
	records := street(6)
	path := filepath.Join(t.TempDir(), "a.xml")
	write(t, path, "cvat-video", records)
	var file struct {
		Size   int `xml:"meta>task>size"`
		Tracks []struct {
			Label  string      `xml:"label,attr"`
			Shapes []cvatShape `xml:"polygon"`
		} `xml:"track"`
	}
	parseXML(t, path, &file)
	var got []string
	for _, track := range file.Tracks {
		line := track.Label
		for _, s := range track.Shapes {
			line += fmt.Sprintf(" %d/%d/%d", s.Frame, s.Track, s.Outside)
			if s.Outside == 0 {
				checkPolygon(t, records[s.Frame], s)
			}
		}
		got = append(got, line)
	}
	want := []string{
		"car 0/1/0 1/1/0 2/1/0 3/1/0 4/1/0 5/1/0", "person 0/2/0 1/2/0 2/2/0 3/2/0 4/2/0 5/2/0",
		"person 0/3/0 1/3/1 2/3/0 3/3/0 4/3/1 5/3/0", "dog 0/0/0 1/0/1",
	}
	if diff := cmp.Diff(want, got); diff != "" || file.Size != 6 {
		t.Error(file.Size, diff)
	}
}

func checkPolygon(t *testing.T, r formats.Record, s cvatShape) {
	t.Helper()
	var ring nodes.Ring
	for pair := range strings.SplitSeq(s.Points, ";") {
		x, y, _ := strings.Cut(pair, ",")
		vx, err1 := strconv.ParseFloat(x, 64)
		vy, err2 := strconv.ParseFloat(y, 64)
		if err1 != nil || err2 != nil {
			t.Fatal(pair)
		}
		ring = append(ring, nodes.Vertex{X: vx, Y: vy})
	}
	m, err := nodes.MaskFromRings(r.Width, r.Height, []nodes.Ring{ring}, nodes.EvenOdd)
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range r.Items {
		if it.Track == s.Track && m.IoU(it.Mask) < 0.99 {
			t.Errorf("frame %d track %d: IoU %v", s.Frame, s.Track, m.IoU(it.Mask))
		}
	}
}
