package all_test

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gocv.io/x/gocv"
)

// contents are the files below here: their bytes and, of videos, their pictures.
func contents(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if files[path], err = os.ReadFile(path); filepath.Base(path) == "o.mp4" || filepath.Ext(path) == ".mkv" || strings.HasPrefix(path, "o-") {
			files[path] = pictures(t, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// pictures are the frames of a video, small.
func pictures(t *testing.T, path string) (pix []byte) {
	t.Helper()
	c, err := gocv.VideoCaptureFileWithAPI(path, gocv.VideoCaptureFFmpeg)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	m := gocv.NewMat()
	defer m.Close()
	for c.Read(&m) {
		pix = append(pix, m.ToBytes()...)
	}
	return pix
}

// sameContents wants the same files. What H.264 leaves of a picture depends a little
// on those before it, and with that on the deaths.
func sameContents(t *testing.T, got, want map[string][]byte) {
	t.Helper()
	if g, w := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(g, w) {
		t.Fatalf("files: got %q, want %q", g, w)
	}
	for path, text := range want {
		switch lossy := filepath.Ext(path) == ".mp4"; {
		case !lossy && !bytes.Equal(got[path], text):
			t.Errorf("%s differs", path)
		case lossy && len(got[path]) != len(text):
			t.Errorf("%s has %d bytes of pictures, want %d", path, len(got[path]), len(text))
		case lossy:
			if d := meanDifference(got[path], text); d > 5 {
				t.Errorf("%s differs by %.2f in the mean", path, d)
			}
		}
	}
}

func meanDifference(a, b []byte) float64 {
	sum := 0
	for i := range a {
		sum += max(int(a[i]), int(b[i])) - min(int(a[i]), int(b[i]))
	}
	return float64(sum) / float64(len(a))
}
