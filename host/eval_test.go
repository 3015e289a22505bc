package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

const evalData = "nodes/eval/"

func TestEvalTables(t *testing.T) {
	dir := t.TempDir()
	gt := writeFile(t, dir, "gt.txt", "1,1,0,0,10,10,1\n2,1,0,0,10,10,1\n2,2,50,0,10,10,1\n3,2,50,0,10,10,1\n")
	out := writeFile(t, dir, "out.txt", "1,7,0,0,10,10,1\n2,7,0,0,10,10,1\n3,7,50,0,10,10,1\n3,8,90,0,10,10,1\n")
	for _, tc := range []struct {
		name string
		args []string
		want string
	}{
		{"mot", []string{"mot", "--truth", gt, "--result", out}, `
SEQUENCE   HOTA   DetA   AssA   MOTA  sMOTA    MOTP   IDF1    IDP    IDR  FP  FN  IDSW  Frag  MT  ML  GT
gt        56.27  60.00  52.78  50.00  50.00  100.00  50.00  50.00  50.00   1   1     0     0   1   0   4
COMBINED  56.27  60.00  52.78  50.00  50.00  100.00  50.00  50.00  50.00   1   1     0     0   1   0   4
`},
		{"boxes", []string{"boxes", "--truth", evalData + "coco/testdata/truth.json", "--result", evalData + "coco/testdata/results.json"}, `
CLASS      AP    AP50    AP75      AR
bird   0.2688  0.3927  0.2880  0.4364
car    0.4704  0.7032  0.4512  0.6417
MEAN   0.3696  0.5479  0.3696  0.5390
`},
		{"masks on pictures", []string{"masks", "--truth", evalData + "coco/testdata/truth.json", "--result", evalData + "coco/testdata/results.json"}, `
CLASS      AP    AP50    AP75      AR
bird   0.1557  0.3069  0.1476  0.2636
car    0.2290  0.6219  0.0198  0.3500
MEAN   0.1924  0.4644  0.0837  0.3068
`},
		{"masks in video", []string{"masks", "--truth", evalData + "vos/testdata/truth", "--result", evalData + "vos/testdata/result"}, `
OBJECT   FOUND AS     J&F       J       F
truth/1         5  0.5895  0.6358  0.5431
truth/2         1  0.8331  0.8637  0.8024
truth/4         2  0.8045  0.8183  0.7907
MEAN               0.7423  0.7726  0.7121
`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			stdout, stderr, code := run(t, append([]string{"eval"}, tc.args...)...)
			if code != 0 || stderr != "" || "\n"+stdout != tc.want {
				t.Errorf("code %d, %s, got\n%swant%s", code, stderr, stdout, tc.want)
			}
		})
	}
}

func TestEvalJSON(t *testing.T) {
	data := evalData + "tracking/testdata/"
	stdout, _, code := run(t, "eval", "mot", "--truth", data+"masks", "--result", data+"masks-result", "--stride", "3", "--json")
	var scores struct {
		Sequences, Combined []struct {
			Name string
			HOTA float64
		}
	}
	if err := json.Unmarshal([]byte(stdout), &scores); err != nil || code != 0 {
		t.Fatal(code, err)
	}
	if len(scores.Sequences) != 2 || scores.Sequences[1].Name != "ovals/2" || scores.Combined[0].Name != "COMBINED class 1" || scores.Combined[0].HOTA <= 0 {
		t.Errorf("got %+v", scores)
	}
	data = evalData + "vos/testdata/"
	stdout, _, code = run(t, "eval", "masks", "--truth", data+"truth", "--result", data+"result", "--semi-supervised", "--json")
	var video struct {
		Objects []struct {
			Sequence  string
			ID, Found int
			J         float64
		}
		Mean struct{ JF float64 }
	}
	if err := json.Unmarshal([]byte(stdout), &video); err != nil || code != 0 {
		t.Fatal(code, err)
	}
	if len(video.Objects) != 3 || video.Objects[2].ID != 4 || video.Objects[2].Found != 0 || video.Objects[2].J != 0.25 || video.Mean.JF <= 0 {
		t.Errorf("got %+v", video)
	}
}

func TestEvalMissingResult(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a/gt.txt", "b/gt.txt", "r/a.txt"} {
		makeFolder(t, filepath.Join(dir, filepath.Dir(name)))
		writeFile(t, dir, name, "1,1,0,0,10,10,1\n")
	}
	stdout, stderr, code := run(t, "eval", "mot", "--truth", dir, "--result", dir+"/r")
	if code != 0 || strings.Count(stdout, "\n") != 3 || !strings.Contains(stderr, `msg="no result for a sequence: it does not count" sequence=b`) {
		t.Errorf("code %d\n%s%s", code, stdout, stderr)
	}
}

func TestEvalMistakes(t *testing.T) {
	dir := t.TempDir()
	results := writeFile(t, dir, "results.json", "[]")
	broken := writeFile(t, dir, "broken.json", "{\n\"images\": [}")
	for _, tc := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"nothing", []string{"mot"}, 2, "maskgraph eval mot: --truth and --result are required; see --help\n"},
		{"half", []string{"masks", "--truth", dir}, 2, "maskgraph eval masks: --truth and --result are required; see --help\n"},
		{"unknown", []string{"mots"}, 2, "maskgraph eval: unknown command \"mots\" (have boxes, masks, mot); did you mean mot?\n"},
		{"stride", []string{"mot", "--truth", dir, "--result", dir, "--stride", "0"}, 2, "maskgraph eval mot: --stride must be at least 1\n"},
		{"gone", []string{"boxes", "--truth", dir + "/gone", "--result", results}, 1, "open " + dir + "/gone: no such file or directory\n"},
		{"results as truth", []string{"boxes", "--truth", results, "--result", results}, 1, results + ": want COCO annotations: no images are listed\n"},
		{"broken JSON", []string{"boxes", "--truth", broken, "--result", results}, 1, broken + ":2: invalid character '}' looking for beginning of value\n"},
		{"no masks", []string{"masks", "--truth", dir, "--result", results}, 1, dir + ": no masks here: want *.png, masks/*.png, SEQUENCE/*.png or SEQUENCE/masks/*.png\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, stderr, code := run(t, append([]string{"eval"}, tc.args...)...)
			if code != tc.code || stderr != tc.want {
				t.Errorf("code %d, want %d\ngot  %swant %s", code, tc.code, stderr, tc.want)
			}
		})
	}
}
