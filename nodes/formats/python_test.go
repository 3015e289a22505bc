package formats_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/formats"
)

// What the scripts print of each mask, so that two masks with the same line are the
// same: area, and the sums of its pixels' columns, rows and products of both.
const line = `
def line(key, m):
    import numpy as np
    y, x = np.nonzero(m)
    print(key, len(x), int(x.sum()), int(y.sum()), int((x*y).sum()))
`

func lineOf(key any, m *nodes.Mask) string {
	n, sx, sy, sxy := 0, 0, 0, 0
	for s := range m.Spans() {
		for y := s.Y1; y < s.Y2; y++ {
			n, sx, sy, sxy = n+1, sx+s.X, sy+y, sxy+s.X*y
		}
	}
	return fmt.Sprint(key, " ", n, " ", sx, " ", sy, " ", sxy)
}

// linesOf are those of all masks, sorted.
func linesOf(records []formats.Record, key func(r formats.Record, it nodes.Instance) any) []string {
	var out []string
	for _, r := range records {
		for _, it := range r.Items {
			out = append(out, lineOf(key(r, it), it.Mask))
		}
	}
	slices.Sort(out)
	return out
}

func sorted(lines []string) []string {
	slices.Sort(lines)
	return lines
}

func same(t *testing.T, want []string, printed string) {
	t.Helper()
	got := strings.Split(strings.TrimSpace(printed), "\n")
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCOCOReadByPycocotools(t *testing.T) {
	records := street(5)
	truth, found := filepath.Join(t.TempDir(), "street.json"), filepath.Join(t.TempDir(), "results.json")
	write(t, truth, "coco", records)
	for i := range records {
		records[i].Ignore = nil
	}
	write(t, found, "coco-results", records)
	out := python(t, []string{"pycocotools.coco", "numpy"}, line+`
import sys, os, contextlib
from pycocotools.coco import COCO
with contextlib.redirect_stdout(sys.stderr):
    truth = COCO(sys.argv[1])
    for a in truth.dataset["annotations"]:
        a["category_id"] = {"car": 3, "person": 1, "dog": 18}[truth.cats[a["category_id"]]["name"]]
    truth.dataset["categories"] = [{"id": i, "name": str(i)} for i in (1, 3, 18)]
    truth.createIndex()
    found = truth.loadRes(sys.argv[2])
for coco, name in ((truth, "truth"), (found, "found")):
    for a in coco.loadAnns(coco.getAnnIds()):
        if not a["iscrowd"]:
            assert a["area"] == coco.annToMask(a).sum(), a
            line("%s %s %d %d" % (name, truth.imgs[a["image_id"]]["file_name"], a["category_id"], a.get("track_id", 0)), coco.annToMask(a))
`, truth, found)
	var want []string
	for _, name := range []string{"truth", "found"} {
		want = append(want, linesOf(records, func(r formats.Record, it nodes.Instance) any {
			class := map[string]int{"car": 3, "person": 1, "dog": 18}[it.Label]
			return fmt.Sprintf("%s street/%s.png %d %d", name, r.Name, class, it.Track)
		})...)
	}
	slices.Sort(want)
	same(t, want, out)
}

func TestYTVISReadByPycocotools(t *testing.T) {
	records := street(5)
	path := filepath.Join(t.TempDir(), "street.json")
	write(t, path, "ytvis", records)
	out := python(t, []string{"pycocotools.mask", "numpy"}, line+`
import sys, json
from pycocotools import mask
f = json.load(open(sys.argv[1]))
video, = f["videos"]
assert video["length"] == len(video["file_names"]) == 5, video
names = {c["id"]: c["name"] for c in f["categories"]}
for a in f["annotations"]:
    assert len(a["segmentations"]) == len(a["bboxes"]) == len(a["areas"]) == video["length"], a
    for i, s in enumerate(a["segmentations"]):
        if s is None:
            assert a["bboxes"][i] is None and a["areas"][i] is None
        elif not a["iscrowd"]:
            assert list(mask.toBbox(s)) == a["bboxes"][i] and mask.area(s) == a["areas"][i]
            line("%s %s %d" % (video["file_names"][i], names[a["category_id"]], a["track_id"]), mask.decode(s))
`, path)
	same(t, linesOf(records, func(r formats.Record, it nodes.Instance) any {
		return fmt.Sprintf("street/%s.png %s %d", r.Name, it.Label, it.Track)
	}), out)
}
