package coco

import (
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/vos"
)

// walkTruth is a true sequence of three frames with one square, id 5, that is hidden on
// the last.
func walkTruth() vos.Sequence {
	s := vos.Sequence{Name: "walk"}
	for i, name := range []string{"00000", "00001", "00002"} {
		f := vos.Frame{Name: name, Width: 4, Height: 3, Masks: map[int]*nodes.Mask{}}
		if i < 2 {
			f.Masks[5] = nodes.MaskFromBitmap(1, 1, 2, 2, []byte{1, 1, 1, 1})
		}
		s.Frames = append(s.Frames, f)
	}
	return s
}

const rleSquare = `{"size": [3, 4], "counts": [4, 2, 1, 2, 3]}`

// tracked is a COCO file with a square on the first two frames of a stream.
func tracked(track string) string {
	text := `{"images": [
 {"id": 1, "width": 4, "height": 3, "file_name": "walk/000000.png", "stream": "walk"},
 {"id": 2, "width": 4, "height": 3, "file_name": "walk/000001.png", "stream": "walk"},
 {"id": 3, "width": 4, "height": 3, "file_name": "run/000000.png", "stream": "run"}],
"annotations": [
 {"image_id": 1, TRACK, "segmentation": RLE}, {"image_id": 2, TRACK, "segmentation": RLE},
 {"image_id": 3, "track_id": 9, "segmentation": {"size": [3, 4], "counts": [0, 12]}}]}`
	return strings.NewReplacer("TRACK", track, "RLE", rleSquare).Replace(text)
}

func youTube(videos string) string {
	return strings.NewReplacer("VIDEOS", videos, "RLE", rleSquare).Replace(
		`{"videos": VIDEOS, "annotations": [{"id": 30, "video_id": 2, "segmentations": [RLE, RLE, null]}]}`)
}

func TestVideo(t *testing.T) {
	tests := []struct {
		name, text string
		found      int
		missing    int
	}{
		{"COCO, track_id", tracked(`"track_id": 2`), 2, 1},
		{"COCO, attributes", tracked(`"attributes": {"track_id": 3}`), 3, 1},
		{"YouTube-VIS, by name", youTube(`[{"id": 1, "name": "run"}, {"id": 2, "name": "walk"}]`), 30, 0},
		{"YouTube-VIS, by folder", youTube(`[{"id": 1, "file_names": ["run/0.jpg"]}, {"id": 2, "file_names": ["walk/0.jpg", "walk/1.jpg", "walk/2.jpg"]}]`), 30, 0},
		{"YouTube-VIS, the only one", youTube(`[{"id": 2, "name": "x"}]`), 30, 0},
		{"YouTube-VIS results", `[{"video_id": 4, "category_id": 1, "score": 1, "segmentations": [` + rleSquare + `, ` + rleSquare + `, null]}]`, 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, missing, err := Video(write(t, "r.json", tt.text), walkTruth())
			if err != nil || missing != tt.missing {
				t.Fatal(missing, err)
			}
			want := []vos.Object{{Sequence: "walk", ID: 5, Found: tt.found, Score: vos.Score{J: 1, F: 1, JF: 1}}}
			if objects := vos.Evaluate(walkTruth(), got); len(objects) != 1 || objects[0] != want[0] {
				t.Errorf("got %+v, want %+v", objects, want)
			}
		})
	}
}

func TestVideoMistakes(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"COCO results", `[{"image_id": 1, "segmentation": null}]`, "a list of results has no identities: want a COCO file with track_id, or YouTube-VIS with segmentations"},
		{"no identities", strings.ReplaceAll(tracked(`"track_id": 0`), `"track_id": 9,`, ""), "no annotation has a track_id: has the graph a Tracker?"},
		{"other frames", `{"images": [{"id": 1, "file_name": "walk/77.png"}]}`, "none of its images is a frame of walk, such as 00000"},
		{"other videos", youTube(`[{"id": 1, "name": "run"}, {"id": 2, "name": "swim"}]`), "none of its 2 videos is called walk"},
		{"size", strings.ReplaceAll(tracked(`"track_id": 1`), "[3, 4]", "[4, 3]"), "annotation 1: segmentation: want size [3, 4] like the image, got [4, 3]"},
		{"size in a video", strings.ReplaceAll(youTube(`[{"id": 2}]`), "[3, 4]", "[4, 3]"), "annotation 1: frame 1: segmentation: want size [3, 4] like the image, got [4, 3]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, "r.json", tt.text)
			_, _, err := Video(path, walkTruth())
			if err == nil || err.Error() != path+": "+tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
