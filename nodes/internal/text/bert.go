package text

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// longestWord is how many letters a word may have before BERT gives it up.
const longestWord = 100

// BERT is the lower-casing WordPiece tokenizer of BERT (Devlin et al., BERT, 2018).
// It may be used by many goroutines.
type BERT struct {
	Begin int64 // [CLS]
	End   int64 // [SEP]
	Stop  int64 // the full stop, which parts the phrases of Grounding DINO

	ids     map[string]int64
	unknown int64
}

// ReadBERT reads vocab.txt of an uncased BERT: a token a line.
func ReadBERT(r io.Reader) (*BERT, error) {
	b := &BERT{ids: map[string]int64{}}
	lines := bufio.NewScanner(r)
	for n := int64(0); lines.Scan(); n++ {
		b.ids[lines.Text()] = n
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("vocabulary of BERT: %w", err)
	}
	for _, name := range []string{"[CLS]", "[SEP]", ".", "[UNK]"} {
		if _, ok := b.ids[name]; !ok {
			return nil, fmt.Errorf("vocabulary of BERT: no line %s among %d", name, len(b.ids))
		}
	}
	b.Begin, b.End, b.Stop, b.unknown = b.ids["[CLS]"], b.ids["[SEP]"], b.ids["."], b.ids["[UNK]"]
	return b, nil
}

// Encode is a phrase as tokens, without begin and end.
func (b *BERT) Encode(phrase string) []int64 {
	var ids []int64
	for word := range strings.FieldsSeq(spaced(phrase)) {
		ids = append(ids, b.pieces(word)...)
	}
	return ids
}

// spaced is a text in lower case and without accents, with spaces around
// punctuation and ideographs, which are words of their own.
func spaced(text string) string {
	var clean strings.Builder
	for _, r := range text {
		switch {
		case strings.ContainsRune("\t\n\r", r):
			clean.WriteByte(' ')
		case r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
		case ideograph(r):
			clean.WriteString(" " + string(r) + " ")
		default:
			clean.WriteRune(r)
		}
	}
	var out strings.Builder
	for _, r := range norm.NFD.String(clean.String()) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case punctuation(r):
			out.WriteString(" " + string(r) + " ")
		default:
			out.WriteRune(unicode.ToLower(r))
		}
	}
	return out.String()
}

// punctuation: BERT counts all signs of ASCII.
func punctuation(r rune) bool {
	return unicode.IsPunct(r) || r < unicode.MaxASCII && unicode.IsSymbol(r)
}

// ideograph: the blocks of CJK ideographs, but neither kana nor hangul.
func ideograph(r rune) bool {
	for _, block := range [][2]rune{
		{0x4e00, 0x9fff}, {0x3400, 0x4dbf}, {0x20000, 0x2a6df}, {0x2a700, 0x2ceaf}, {0xf900, 0xfaff}, {0x2f800, 0x2fa1f},
	} {
		if r >= block[0] && r <= block[1] {
			return true
		}
	}
	return false
}

// pieces takes the longest piece that the vocabulary has, again and again.
func (b *BERT) pieces(word string) []int64 {
	letters := []rune(word)
	if len(letters) > longestWord {
		return []int64{b.unknown}
	}
	var ids []int64
	for start := 0; start < len(letters); {
		id, end := b.longest(letters, start)
		if end == start {
			return []int64{b.unknown}
		}
		ids = append(ids, id)
		start = end
	}
	return ids
}

// longest is the longest piece from start and where it ends, start when there is
// none.
func (b *BERT) longest(letters []rune, start int) (id int64, end int) {
	inner := ""
	if start > 0 {
		inner = "##"
	}
	for end := len(letters); end > start; end-- {
		if id, ok := b.ids[inner+string(letters[start:end])]; ok {
			return id, end
		}
	}
	return 0, start
}
