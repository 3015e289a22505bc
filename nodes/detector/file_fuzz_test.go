package detector

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzBoxes wants an error or boxes that the contract allows, whatever the file.
func FuzzBoxes(f *testing.F) {
	for _, seed := range []string{
		"1,-1,10,10,20,30,0.9,-1,-1,-1\n2,-1,1e30,-1e30,1e38,1e38,99\n", "# x\n\n", "1,2", "[]", "{}", "[",
		cocoHead + `"annotations": [{"image_id": 8, "category_id": 3, "bbox": [1, 2, 3e300, 4e300], "score": 7}]}`,
		`[{"image_id": 7, "category_id": 3, "bbox": [1, 2, 3, 4], "score": 0.5}]`,
	} {
		f.Add(seed)
	}
	dir := f.TempDir()
	images := filepath.Join(dir, "images.json")
	if err := os.WriteFile(images, []byte(strings.TrimSuffix(strings.TrimSpace(cocoHead), ",")+"}"), 0o600); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := parseBoxes("f", []byte(text), File{First: 1, Images: images})
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f:") {
				t.Fatalf("%q does not name the file", err)
			}
			return
		}
		b.scoresTo1()
		for _, items := range b.of("b") {
			for _, it := range (limits{maxOverlap: 1, most: 100}).apply(items, 640, 480) {
				if !(it.Score >= 0 && it.Score <= 1) || it.Box != it.Box.Clip(640, 480) || !(it.Box.Area() > 0) {
					t.Fatalf("%v from %q", it, text)
				}
			}
		}
	})
}
