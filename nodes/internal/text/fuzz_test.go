package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzEncode: whatever the text, every token is one of the vocabulary, and space
// around it changes nothing.
func FuzzEncode(f *testing.F) {
	for _, s := range []string{"", "a dog", "自転車", "\xff\xfe", "İ'LL e\u0301", strings.Repeat("x", 150)} {
		f.Add(s)
	}
	c, b := clip(f), bert(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			t.Skip("long words take their time, and no phrase is as long")
		}
		row, _ := c.Encode(text, 77)
		ids := b.Encode(text)
		if len(row) < 2 || len(row) > 77 || row[0] != clipBegin || row[len(row)-1] != clipEnd {
			t.Errorf("row %v", row)
		}
		for _, id := range slices.Concat(row, ids) {
			if id < 0 || id > clipEnd {
				t.Errorf("token %d", id)
			}
		}
		again, _ := c.Encode("  "+text+"\n", 77)
		if utf8.ValidString(text) && (!slices.Equal(row, again) || !slices.Equal(ids, b.Encode("  "+text+"\n"))) {
			t.Error("space around the text changes it")
		}
	})
}
