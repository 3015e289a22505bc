// Package texttest has vocabularies for tests: the real ones of CLIP and of BERT,
// with fillers for everything that the phrases of the tests do not need. The kept
// lines give these phrases the tokens that the whole vocabularies give them.
package texttest

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed clip_merges.txt
var clipMerges string // OpenAI, MIT licence: rank, and two symbols

//go:embed bert_vocabulary.txt
var bertVocabulary string // bert-base-uncased, Google, Apache-2.0: number and token

// CLIP is a list of merges, as text.ReadCLIP wants it.
func CLIP() string {
	return "#version: test\n" + filled(clipMerges, 48894, func(i int) string { return fmt.Sprintf("\u2400 \u2400%d", i) })
}

// BERT is a vocabulary, as text.ReadBERT wants it.
func BERT() string {
	return filled(bertVocabulary, 30522, func(i int) string { return fmt.Sprintf("[filler%d]", i) })
}

// filled puts each kept text into the line that its number says.
func filled(kept string, n int, filler func(i int) string) string {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = filler(i)
	}
	for line := range strings.Lines(kept) {
		number, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		var i int
		if _, err := fmt.Sscan(number, &i); err != nil {
			panic(err) // the embedded file is wrong
		}
		lines[i] = text
	}
	return strings.Join(lines, "\n") + "\n"
}
