package masksink

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestPictureFilesKeepTheirNames: what was found on photo.jpg is found again under
// its name, also beside a photo.png.
func TestPictureFilesKeepTheirNames(t *testing.T) {
	dir := t.TempDir()
	n, err := open(context.Background(), nodestest.Env(t), Config{
		COCO: dir + "/o.json", Masks: dir + "/masks", Overlay: dir + "/drawn/{frame}.png", Draw: draw.Style{Masks: true, Boxes: "auto", Color: "auto", Alpha: 0.4},
	})
	if err != nil {
		t.Fatal(err)
	}
	files := []string{"photo.jpg", "photo.png", "..", "9.jpg"}
	for i, f := range nodestest.Frames(t, 32, 24, len(files)) {
		in := nodestest.Packet(i, nodestest.Ports{"frame": f, "instances": &nodes.Instances{Width: 32, Height: 24}})
		in.Stamp.File = files[i]
		if _, err := n.Process(context.Background(), in); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.(nodes.Finisher).Finish(context.Background()); err != nil {
		t.Fatal(err)
	}
	var coco struct {
		Images []struct {
			FileName string `json:"file_name"`
		}
	}
	data, err := os.ReadFile(dir + "/o.json")
	if err == nil {
		err = json.Unmarshal(data, &coco)
	}
	if err != nil {
		t.Fatal(err)
	}
	for i, image := range coco.Images {
		if want := []string{"photo.jpg", "photo.png", "stream.png", "9.jpg"}[i]; image.FileName != want {
			t.Errorf("COCO image %d is %q, want %q", i, image.FileName, want)
		}
	}
	for _, folder := range []string{"masks", "drawn"} {
		pictures, _ := filepath.Glob(filepath.Join(dir, folder, "*.png"))
		for i := range pictures {
			pictures[i] = filepath.Base(pictures[i])
		}
		if want := []string{"9.png", "photo-2.png", "photo.png", "stream.png"}; !slices.Equal(pictures, want) {
			t.Errorf("%s holds %q, want %q", folder, pictures, want)
		}
	}
}
