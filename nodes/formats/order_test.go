package formats

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestOrderOfPictures: numbers by their value, then names.
func TestOrderOfPictures(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files []string
		want  []string // name and number of each frame
	}{
		{"numbers", []string{"10.png", "9.png", "0100.png"}, []string{"9 9", "10 10", "0100 100"}},
		{"names", []string{"b.png", "a.png", "c10.png", "c9.png"}, []string{"a 0", "b 1", "c10 2", "c9 3"}},
		{"numbers before names", []string{"a.png", "10.png", "9.png"}, []string{"9 0", "10 1", "a 2"}},
		{"one number twice", []string{"7.png", "007.png"}, []string{"007 7", "7 7"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "[walk]") // brackets are no pattern
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			for _, name := range tt.files {
				if err := os.WriteFile(filepath.Join(dir, name), sizedPNG(t, 1, 1), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			var got []string
			records, err := Read(dir, "davis")
			if err != nil {
				t.Fatal(err)
			}
			for r, err := range records {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, fmt.Sprint(r.Name, " ", r.Stamp.Seq))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
