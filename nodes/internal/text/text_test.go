package text

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes/internal/text/texttest"
)

// golden is what the tokenizers of the Python package transformers 5.23 made of a
// text, with the whole vocabularies.
type golden struct {
	Text string  `json:"text"`
	CLIP []int64 `json:"clip"`
	BERT []int64 `json:"bert"`
}

func readGolden(t *testing.T) (all []golden) {
	t.Helper()
	data, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func clip(t testing.TB) *CLIP {
	t.Helper()
	c, err := ReadCLIP(strings.NewReader(texttest.CLIP()))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func bert(t testing.TB) *BERT {
	t.Helper()
	b, err := ReadBERT(strings.NewReader(texttest.BERT()))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestGolden(t *testing.T) {
	c, b := clip(t), bert(t)
	for _, want := range readGolden(t) {
		t.Run(want.Text, func(t *testing.T) {
			got, cut := c.Encode(want.Text, 200)
			if diff := cmp.Diff(want.CLIP, got); diff != "" || cut {
				t.Errorf("CLIP (-want +got), cut %v:\n%s", cut, diff)
			}
			if got := b.Encode(want.Text); !slices.Equal(got, want.BERT) {
				t.Errorf("BERT got %v\nwant %v", got, want.BERT)
			}
		})
	}
	if b.Begin != 101 || b.End != 102 || b.Stop != 1012 {
		t.Errorf("begin %d, end %d, stop %d", b.Begin, b.End, b.Stop)
	}
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		name string
		most int
		want []int64
		cut  bool
	}{
		{"fits", 6, []int64{clipBegin, 2533, 525, 320, 11652, clipEnd}, false},
		{"one too many", 5, []int64{clipBegin, 2533, 525, 320, clipEnd}, true},
		{"markers only", 2, []int64{clipBegin, clipEnd}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, cut := clip(t).Encode("person on a bicycle", tt.most)
			if diff := cmp.Diff(tt.want, got); diff != "" || cut != tt.cut {
				t.Errorf("cut %v (-want +got):\n%s", cut, diff)
			}
		})
	}
}

func TestGzipped(t *testing.T) {
	var file bytes.Buffer
	z := gzip.NewWriter(&file)
	if _, err := z.Write([]byte(texttest.CLIP())); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	c, err := ReadCLIP(&file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(clip(t).ids, c.ids); diff != "" {
		t.Error(diff)
	}
}

func TestMistakes(t *testing.T) {
	readCLIP := func(s string) error { _, err := ReadCLIP(strings.NewReader(s)); return err }
	readBERT := func(s string) error { _, err := ReadBERT(strings.NewReader(s)); return err }
	for _, tt := range []struct {
		name string
		read func(string) error
		file string
		want string
	}{
		{"empty", readCLIP, "", "merges of CLIP: want 48894, got 0"},
		{"short", readCLIP, "#version: 0.2\ni n\nt h\n", "merges of CLIP: want 48894, got 2"},
		{"three symbols", readCLIP, "i n\nt h e\n", `merges of CLIP: line 2: want two symbols that no line before it has, got "t h e"`},
		{"twice", readCLIP, "i n\ni n\n", `merges of CLIP: line 2: want two symbols that no line before it has, got "i n"`},
		{"not merges at all", readCLIP, "{\"a\": 1}\n", "merges of CLIP: want 48894, got 1"},
		{"broken gzip", readCLIP, "\x1f\x8b!", "merges of CLIP: unexpected EOF"},
		{"no special tokens", readBERT, "[CLS]\n[UNK]\n.\n", "vocabulary of BERT: no line [SEP] among 3"},
		{"endless line", readBERT, strings.Repeat("x", 1<<17), "vocabulary of BERT: bufio.Scanner: token too long"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.read(tt.file); err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}
