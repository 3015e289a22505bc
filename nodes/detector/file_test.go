package detector

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

const cocoHead = `{"images": [{"id": 7, "file_name": "b/frame10.jpg"}, {"id": 8, "file_name": "b/frame9.jpg"}, {"id": 9, "file_name": "a.png"}],
"categories": [{"id": 3, "name": "cat"}, {"id": 1, "name": "dog"}], `

// writeFiles makes a folder of files and goes there.
func writeFiles(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFileOfPictures: frames from picture files get the boxes of the image of their
// name, in whatever order they come.
func TestFileOfPictures(t *testing.T) {
	writeFiles(t, map[string]string{"coco.json": cocoHead + `"annotations": [{"image_id": 8, "category_id": 3, "bbox": [1, 2, 3, 4]}]}`})
	n := opened(t, "{method: file, file: {path: coco.json}}")
	frame := nodestest.Frames(t, 100, 100, 1)[0]
	for i, tt := range []struct {
		file string
		want int
	}{{"none.jpg", 0}, {"frame9.png", 1}, {"frame10.jpg", 0}, {".jpg", 0}} {
		p := nodestest.Packet(i, nodestest.Ports{"frame": frame})
		p.Stamp.File = tt.file
		out, err := n.Process(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(out.Instances("boxes").Items); got != tt.want {
			t.Errorf("%s: %d boxes, want %d", tt.file, got, tt.want)
		}
	}
}

func TestFile(t *testing.T) {
	writeFiles(t, map[string]string{
		"mot.txt":     "\ufeff1,-1,10,10,20,30,0.9,-1,-1,-1\r\n# a comment\r\n\r\n2,3, 12,10,20,30\r\n2,-1,50,60,20,30,-1\r\n",
		"a.txt":       "1,-1,1,1,5,5,0.5",
		"from0.txt":   "0,-1,1,1,5,5,0.5",
		"unbound.txt": "1,-1,1,1,5,5,50\n1,-1,20,1,5,5,-3\n1,-1,40,1,5,5,25\n",
		"coco.json": cocoHead + `"annotations": [{"image_id": 8, "category_id": 3, "bbox": [1, 2, 3, 4]},
			{"image_id": 8, "category_id": 1, "bbox": [1, 2, 9, 9], "iscrowd": 1}, {"image_id": 7, "category_id": 1, "bbox": [5, 5, 5, 5], "score": 0.25},
			{"image_id": 9, "category_id": 1, "bbox": [0, 0, 1, 1]}]}`,
		"results.json": ` [{"image_id": 7, "category_id": 3, "bbox": [1, 2, 3, 4], "score": 0.5}]`,
	})
	box := func(x, y, w, h, score float32, class int, label string) nodes.Instance {
		return nodes.Instance{Box: nodes.Box{X1: x, Y1: y, X2: x + w, Y2: y + h}, Score: score, Class: class, Label: label}
	}
	cat, dog := box(1, 2, 3, 4, 1, 0, "cat"), box(5, 5, 5, 5, 0.25, 1, "dog")
	for _, tt := range []struct {
		name, settings, stream string
		want                   [][]nodes.Instance // of the first frames
	}{
		{"mot", "path: mot.txt, label: person", "x", [][]nodes.Instance{
			{box(10, 10, 20, 30, 0.9, 0, "person")},
			{box(12, 10, 20, 30, 1, 0, "person"), box(50, 60, 20, 30, 1, 0, "person")},
			nil,
		}},
		{"mot of a stream", "path: '{stream}.txt'", "a", [][]nodes.Instance{{box(1, 1, 5, 5, 0.5, 0, "object")}, nil}},
		{"mot from 0", "path: from0.txt, first: 0", "x", [][]nodes.Instance{{box(1, 1, 5, 5, 0.5, 0, "object")}, nil}},
		{"scores without an upper end", "path: unbound.txt", "x", [][]nodes.Instance{{
			box(1, 1, 5, 5, 1, 0, "object"), box(40, 1, 5, 5, 0.5, 0, "object"), box(20, 1, 5, 5, 0, 0, "object"),
		}}},
		{"coco by folder, numbers by value", "path: coco.json", "b", [][]nodes.Instance{{cat}, {dog}, nil}},
		{"coco by name", "path: coco.json", "a", [][]nodes.Instance{{box(0, 0, 1, 1, 1, 1, "dog")}, nil}},
		{"coco in order", "path: coco.json", "x", [][]nodes.Instance{{box(0, 0, 1, 1, 1, 1, "dog")}, {cat}, {dog}}},
		{"results", "path: results.json, images: coco.json", "b", [][]nodes.Instance{nil, {box(1, 2, 3, 4, 0.5, 0, "cat")}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := opened(t, "{method: file, file: {"+tt.settings+"}}")
			frame := nodestest.Frames(t, 100, 100, 1)[0]
			for i, want := range tt.want {
				p := nodestest.Packet(i, nodestest.Ports{"frame": frame})
				p.Stamp.Stream = tt.stream
				out, err := n.Process(t.Context(), p)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, out.Instances("boxes").Items); diff != "" {
					t.Errorf("frame %d (-want +got):\n%s", i, diff)
				}
			}
		})
	}
}

func TestFileWarnsOfScores(t *testing.T) {
	writeFiles(t, map[string]string{"mot.txt": "1,-1,1,1,5,5,50"})
	n := opened(t, "{method: file, file: {path: mot.txt}}")
	want := []string{"scores of mot.txt go up to 50: all were divided by that"}
	if diff := cmp.Diff(want, n.(nodes.Reporter).Report().Warnings); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
}

func TestFileMistakes(t *testing.T) {
	for _, tt := range []struct{ name, text, settings, want string }{
		{"too few columns", "1,2,3\n", "", "file: f:1: want frame,id,x,y,w,h,score, got \"1,2,3\""},
		{"no number", "\n1,-1,1,1,x,5,1\n", "", "file: f:2: w: want a number, got \"x\""},
		{"infinite", "1,-1,1,1,Inf,5,1\n", "", "file: f:1: w: want a number, got \"Inf\""},
		{"frame before the first", "0,-1,1,1,1,5,1\n", "", "file: f:1: frame: want a whole number from 1 (see file.first), got 0"},
		{"broken frame", "1.5,-1,1,1,1,5,1\n", "", "file: f:1: frame: want a whole number from 1 (see file.first), got 1.5"},
		{"json cut off", "{\n\"images\": [", "", "file: f:2: unexpected end of JSON input"},
		{"json of another type", "{\"images\":\n [{\"id\": \"x\"}]}", "", "file: f:2: json: cannot unmarshal string into Go struct field .images.id of type int64"},
		{"not coco", "{}", "", "file: f: not COCO JSON: no images are listed"},
		{"bbox", cocoHead + `"annotations": [{"image_id": 7, "category_id": 3, "bbox": [1]}]}`, "", "file: f: annotations[0]: bbox: want [x, y, width, height], got [1]"},
		{"image", cocoHead + `"annotations": [{"image_id": 1, "category_id": 3, "bbox": [1,2,3,4]}]}`, "", "file: f: annotations[0]: image_id: no image has the id 1"},
		{"category", cocoHead + `"annotations": [{"image_id": 7, "category_id": 2, "bbox": [1,2,3,4]}]}`, "", "file: f: annotations[0]: category_id: no category has the id 2"},
		{"score", cocoHead + `"annotations": [{"image_id": 7, "category_id": 1, "bbox": [1,2,3,4], "score": 1e99}]}`, "", "file: f: annotations[0]: score: 1e+99 is out of range"},
		{"results without images", "[]", "", "file: f: a list of results does not say which images it means: set file.images to the annotation file it was made for"},
		{"missing", "", ", file: {path: g}", "file: stat g: no such file or directory"},
		{"a folder", "", ", file: {path: .}", "file: .: not a file"},
		{"class", cocoHead + `"annotations": []}`, ", classes: [dgo], file: {path: f}", "file: f: classes: unknown class \"dgo\" (have cat, dog); did you mean dog?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			writeFiles(t, map[string]string{"f": tt.text})
			if tt.settings == "" {
				tt.settings = ", file: {path: f}"
			}
			cfg, problems := decoded(t, "{method: file"+tt.settings+"}")
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			_, err := Factory.Open(t.Context(), nodestest.Env(t), cfg)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// TestFileOfMissingStream fails at the first frame of the stream that has none.
func TestFileOfMissingStream(t *testing.T) {
	writeFiles(t, nil)
	n := opened(t, "{method: file, file: {path: '{stream}.txt'}}")
	_, err := n.Process(t.Context(), packets(t, 8, 8, 1)[0])
	if want := "file: stat test.txt: no such file or directory"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
