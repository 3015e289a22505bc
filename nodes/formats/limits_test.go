package formats

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestItemsHaveALimit: a file may be as long as it likes, one item of it not.
func TestItemsHaveALimit(t *testing.T) {
	const most = 2 << 20
	small := `{"images": [` + strings.Repeat(`{"id": 1, "file_name": "x"},`, 200_000) + `{}]}`
	large := `{"images": [{}, {"file_name": "` + strings.Repeat("x", 2*most) + `"}]}`
	for _, tt := range []struct{ name, text, want string }{
		{"many items", small, ""},
		{"one large item", large, "byte 15: an item of more than 2 MB"},
		{"a large member that nobody reads", strings.Replace(large, "images", "info", 1), "byte 13: an item of more than 2 MB"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := &guarded{r: strings.NewReader(tt.text), most: most}
			n := 0
			w := &walker{in: in, dec: json.NewDecoder(in), do: func(string, int, json.RawMessage, int64) error { n++; return nil }}
			got := ""
			if err := w.whole(); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("after %d items: got %q, want %q", n, got, tt.want)
			}
		})
	}
}

// TestUnpackingHasALimit: zeros that take a few KB do not fill the disk.
func TestUnpackingHasALimit(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	for _, tt := range []struct {
		name string
		size int
		want string
	}{
		{"less", 1<<20 - 1, ""},
		{"a bomb", 4 << 20, "it holds more than 0 GB"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			zeros := make([]byte, 1<<20)
			for n := 0; n < tt.size; n += len(zeros) {
				if _, err := z.Write(zeros[:min(len(zeros), tt.size-n)]); err != nil {
					t.Fatal(err)
				}
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
			packed, err := gzip.NewReader(&b)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			f, err := unpack(packed, 1<<20)
			if err != nil {
				got = err.Error()
			} else if info, err := f.Stat(); err != nil || info.Size() != int64(tt.size) || f.Close() != nil {
				t.Errorf("%v, %v", info, err)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if left, _ := os.ReadDir(os.Getenv("TMPDIR")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// TestPicturesHaveALimit: a head that promises ten thousand million pixels costs none.
func TestPicturesHaveALimit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "000000.png")
	if err := os.WriteFile(path, sizedPNG(t, 100_000, 100_000), 0o644); err != nil {
		t.Fatal(err)
	}
	var r Record
	err := r.decode(path, func(*Record, int, *nodes.Mask) {})
	if want := "want at most 67108864 pixels, got 100000x100000"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// sizedPNG is a PNG of one pixel whose head tells another size.
func sizedPNG(t *testing.T, width, height uint32) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 1, 1))
	img.SetGray(0, 0, color.Gray{Y: 1})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes() // 8 bytes, length, IHDR, width, height, 5 bytes, CRC
	binary.BigEndian.PutUint32(data[16:], width)
	binary.BigEndian.PutUint32(data[20:], height)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}
