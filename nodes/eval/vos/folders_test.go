package vos_test

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/vos"
)

func save(t *testing.T, path string, picture image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, picture); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestReadPNG(t *testing.T) {
	palette := color.Palette{color.Black, color.White, color.Gray{Y: 9}}
	paletted := image.NewPaletted(image.Rect(0, 0, 3, 2), palette)
	copy(paletted.Pix, []byte{0, 1, 1, 2, 2, 0})
	grey := image.NewGray(paletted.Rect)
	copy(grey.Pix, paletted.Pix)
	deep := image.NewGray16(paletted.Rect)
	for i, v := range paletted.Pix {
		deep.SetGray16(i%3, i/3, color.Gray16{Y: 300 * uint16(v)})
	}
	tests := []struct {
		name    string
		picture image.Image
		one     int // the id of what is above
	}{{"palette", paletted, 1}, {"grey", grey, 1}, {"grey, 16 bits", deep, 300}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "00007.png")
			save(t, path, tt.picture)
			f, err := vos.ReadPNG(path)
			if err != nil {
				t.Fatal(err)
			}
			above := nodes.MaskFromBitmap(1, 0, 2, 1, []byte{1, 1})
			below := nodes.MaskFromBitmap(0, 1, 2, 1, []byte{1, 1})
			if f.Name != "00007" || f.Width != 3 || f.Height != 2 || len(f.Masks) != 2 || f.Masks[tt.one].IoU(above) != 1 || f.Masks[2*tt.one].IoU(below) != 1 {
				t.Errorf("got %+v", f)
			}
		})
	}
}

func TestFolders(t *testing.T) {
	root := t.TempDir()
	dot := image.NewGray(image.Rect(0, 0, 1, 1))
	for _, path := range []string{"one/0.png", "two/masks/0.png", "none/x/y/0.png", "[odd]/0.png"} {
		save(t, filepath.Join(root, path), dot)
	}
	for path, want := range map[string]string{
		"one": "one=one", "two": "two=two/masks", ".": "[odd]=[odd] one=one two=two/masks", "[odd]": "[odd]=[odd]",
		"none": "none: no masks here: want *.png, masks/*.png, SEQUENCE/*.png or SEQUENCE/masks/*.png",
		"gone": "open gone: no such file or directory",
	} {
		t.Run(path, func(t *testing.T) {
			folders, err := vos.Folders(filepath.Join(root, path))
			var got []string
			for _, f := range folders {
				got = append(got, f.Name+"="+f.Dir)
			}
			text := strings.Join(got, " ")
			if err != nil {
				text = err.Error()
			}
			if path == "." {
				text = strings.ReplaceAll(text, root+"/.", root)
			}
			if text = strings.ReplaceAll(text, root+"/", ""); text != want {
				t.Errorf("got %s, want %s", text, want)
			}
		})
	}
	if got := vos.FolderOf(filepath.Join(root, "one"), "two", false); got != "" {
		t.Errorf("of several: %s", got)
	}
	if got := vos.FolderOf(filepath.Join(root, "one"), "two", true); got != filepath.Join(root, "one") {
		t.Errorf("of one: %s", got)
	}
}

func TestReadMistakes(t *testing.T) {
	dir := t.TempDir()
	if _, err := vos.ReadFolder(dir); err == nil || err.Error() != dir+": no *.png here" {
		t.Errorf("got %v", err)
	}
	path := filepath.Join(dir, "0.png")
	save(t, path, image.NewNRGBA(image.Rect(0, 0, 1, 1)))
	if _, err := vos.ReadFolder(dir); err == nil || err.Error() != path+": want a PNG with a palette, or a grey one, got *image.NRGBA" {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := vos.ReadFolder(dir); err == nil || err.Error() != path+": unexpected EOF" {
		t.Errorf("got %v", err)
	}
}
