package formats_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes/formats"
)

// told is a line for each frame and thing, for files that others have written.
func told(records []formats.Record) []string {
	var out []string
	for _, r := range records {
		out = append(out, fmt.Sprintf("%s %d %s %s %dx%d %v %v", r.Stamp.Stream, r.Stamp.Seq, r.Name, r.Stamp.File, r.Width, r.Height, r.Stamp.PTS, r.Stamp.Estimated))
		for _, it := range slices.Concat(r.Items, r.Ignore) {
			line := fmt.Sprintf("%s %d track %d score %v box %v", it.Label, it.Class, it.Track, it.Score, it.Box)
			if it.Mask != nil {
				line += fmt.Sprintf(" mask %d,%d %dx%d of %d", it.Mask.X, it.Mask.Y, it.Mask.W, it.Mask.H, it.Mask.Area())
			}
			out = append(out, line)
		}
		if len(r.Ignore) > 0 {
			out = append(out, fmt.Sprint("ignored: ", len(r.Ignore)))
		}
	}
	return out
}

func TestReadOthers(t *testing.T) {
	for _, tt := range []struct {
		name, format string
		files        map[string]string // the first name is what is read, by order of names
		path         string
		want         []string
	}{
		{
			"coco with polygons, both kinds of runs and a crowd", "coco",
			map[string]string{"val.json": `{"info": {"year": 2017, "x": [{"y": []}]}, "licenses": [],
				"images": [{"id": 9, "file_name": "000000000009.jpg", "width": 6, "height": 4, "license": 3}, {"id": 4, "file_name": "a.jpg", "width": 2, "height": 2}],
				"annotations": [
				{"id": 1, "image_id": 4, "category_id": 18, "iscrowd": 1, "bbox": [0, 0, 2, 1], "area": 2, "segmentation": {"size": [2, 2], "counts": [0, 1, 1, 1, 1]}},
				{"id": 2, "image_id": 9, "category_id": 1, "iscrowd": 0, "bbox": [1, 1, 3, 2], "area": 6, "segmentation": [[1, 1, 4, 1, 4, 3, 1, 3], [5, 0, 6, 0, 6, 1, 5, 1]], "attributes": {"track_id": "7", "occluded": false}},
				{"id": 3, "image_id": 9, "category_id": 5, "bbox": [0.5, 0, 2, 2], "segmentation": []}],
				"categories": [{"id": 1, "name": "person", "supercategory": "person"}, {"id": 18, "name": "dog"}]}`},
			"val.json",
			[]string{
				"val 0 000000000009 000000000009.jpg 6x4 0s true",
				"person 0 track 7 score 1 box {1 1 4 3} mask 1,0 5x3 of 7",
				"category 5 -1 track 0 score 1 box {0.5 0 2.5 2}",
				"val 1 a a.jpg 2x2 33.333333ms true",
				"dog 1 track 0 score 1 box {0 0 2 1} mask 0,0 2x1 of 2",
				"ignored: 1",
			},
		},
		{
			"cocovid, frames out of order", "coco",
			map[string]string{"vid.json": `{"videos": [{"id": 1, "name": "b"}, {"id": 2, "name": "a"}],
				"images": [{"id": 1, "video_id": 1, "frame_id": 1, "file_name": "b/2.jpg", "width": 2, "height": 2}, {"id": 2, "video_id": 2, "frame_id": 0, "file_name": "a/1.jpg", "width": 2, "height": 2},
				{"id": 3, "video_id": 1, "frame_id": 0, "file_name": "b/1.jpg", "width": 2, "height": 2}],
				"annotations": [{"id": 1, "image_id": 3, "video_id": 1, "category_id": 1, "instance_id": 5, "bbox": [0, 0, 1, 1], "segmentation": null}], "categories": [{"id": 1, "name": "car"}]}`},
			"vid.json",
			[]string{
				"b 0 1 b/1.jpg 2x2 0s true", "car 0 track 5 score 1 box {0 0 1 1}", "b 1 2 b/2.jpg 2x2 33.333333ms true", "a 0 1 a/1.jpg 2x2 0s true",
			},
		},
		{
			"youtube-vis", "ytvis",
			map[string]string{"vis.json": `{"videos": [{"id": 3, "width": 3, "height": 2, "length": 2, "file_names": ["x/00000.jpg", "x/00005.jpg"]}],
				"annotations": [{"id": 44, "video_id": 3, "category_id": 2, "iscrowd": 0, "areas": [null, 2], "bboxes": [null, [0, 0, 1, 2]], "segmentations": [null, {"size": [2, 3], "counts": [0, 2, 4]}]}],
				"categories": [{"id": 2, "name": "cat"}]}`},
			"vis.json",
			[]string{"x 0 00000 x/00000.jpg 3x2 0s true", "x 1 00005 x/00005.jpg 3x2 33.333333ms true", "cat 0 track 44 score 1 box {0 0 1 2} mask 0,0 1x2 of 2"},
		},
		{
			"mot truth by track, with seqinfo", "mot",
			map[string]string{
				"gt/gt.txt":   "1,7,1,2,3,4,1,1,0.5\n3,7,1,2,3,4,1,1,0.5\n1,8,0,0,1,1,0,8,1\n",
				"seqinfo.ini": "[Sequence]\nname=MOT17-02\nframeRate=10\nseqLength=4\nimWidth=20\nimHeight=10\n",
			},
			"gt/gt.txt",
			[]string{
				"MOT17-02 0 000000  20x10 0s false", "pedestrian 1 track 7 score 1 box {1 2 4 6}", "distractor 8 track 8 score 0 box {0 0 1 1}", "ignored: 1",
				"MOT17-02 1 000001  20x10 100ms false", "MOT17-02 2 000002  20x10 200ms false", "pedestrian 1 track 7 score 1 box {1 2 4 6}", "MOT17-02 3 000003  20x10 300ms false",
			},
		},
		{
			"detections with spaces and frame 0", "mot",
			map[string]string{"det.txt": "# made by hand\n0 -1 1 2 3 4 0.5\n"},
			"det.txt",
			[]string{"det 0 000000  0x0 0s true", " -1 track 0 score 0.5 box {1 2 4 6}"},
		},
		{
			"mots from 0, one number in two classes", "mots",
			map[string]string{"0002.txt": "0 1005 1 2 3 024\n0 2005 2 2 3 222\n2 2005 2 2 3 222\n0 10000 10 2 3 411\n"},
			"0002.txt",
			[]string{
				"0002 0 000000  3x2 0s true", "car 1 track 5 score 1 box {0 0 1 2} mask 0,0 1x2 of 2", "pedestrian 2 track 2005 score 1 box {1 0 2 2} mask 1,0 1x2 of 2",
				"class 10 10 track 0 score 1 box {2 0 3 1} mask 2,0 1x1 of 1", "ignored: 1",
				"0002 1 000001  3x2 33.333333ms true", "0002 2 000002  3x2 66.666667ms true", "pedestrian 2 track 2005 score 1 box {1 0 2 2} mask 1,0 1x2 of 2",
			},
		},
		{
			"davis of two videos", "davis",
			map[string]string{"Annotations/b/9.png": picture(0, 3), "Annotations/b/10.png": picture(3, 3), "Annotations/a/00000.png": picture(0, 0)},
			"Annotations",
			[]string{
				"a 0 00000  2x1 0s true", "b 9 9  2x1 300ms true", " -1 track 3 score 1 box {1 0 2 1} mask 1,0 1x1 of 1",
				"b 10 10  2x1 333.333333ms true", " -1 track 3 score 1 box {0 0 2 1} mask 0,0 2x1 of 2",
			},
		},
		{
			"mots pictures without names", "mots-png",
			map[string]string{"0002/instances/000000.png": picture(1001, 10000)},
			"0002",
			[]string{"0002 0 000000  2x1 0s true", "car 1 track 1 score 1 box {0 0 1 1} mask 0,0 1x1 of 1", "class 10 10 track 0 score 1 box {1 0 2 1} mask 1,0 1x1 of 1", "ignored: 1"},
		},
		{
			"yolo with pictures, boxes and predictions", "yolo",
			map[string]string{
				"set/data.yaml": "names: [cat, dog]\n", "set/images/train/a.png": picture(0, 0), "set/images/train/b.png": picture(0, 0),
				"set/labels/train/a.txt": "1 0.5 0 1 0 1 1 0.5 1\n0 0.5 0.5 1 1 0.25\n\n", "set/labels/train/b.txt": "",
			},
			"set",
			[]string{
				"train 0 a train/a.png 2x1 0s true", "dog 1 track 0 score 1 box {1 0 2 1} mask 1,0 1x1 of 1", "cat 0 track 0 score 0.25 box {0 0 2 1}",
				"train 1 b train/b.png 2x1 33.333333ms true",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range tt.files {
				save(t, dir, name, text)
			}
			path := filepath.Join(dir, filepath.FromSlash(tt.path))
			if got, err := formats.Recognise(path); got != tt.format || err != nil {
				t.Errorf("recognised as %q: %v", got, err)
			}
			if diff := cmp.Diff(tt.want, told(read(t, path, ""))); diff != "" {
				t.Error(diff)
			}
		})
	}
}
