package formats_test

import (
	"bytes"
	"compress/gzip"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// picture is a PNG of 16 bits, one pixel high.
func picture(values ...uint16) string {
	img := image.NewGray16(image.Rect(0, 0, len(values), 1))
	for x, v := range values {
		img.SetGray16(x, 0, color.Gray16{Y: v})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.String()
}

func TestCompressed(t *testing.T) {
	records := street(3)
	path := filepath.Join(t.TempDir(), "street.jsonl")
	write(t, path, "jsonl", records)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(text); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(records, read(t, save(t, t.TempDir(), "street.jsonl.gz", b.String()), "")); diff != "" {
		t.Error(diff)
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), ".maskgraph*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %s", strings.Join(left, " "))
	}
}
