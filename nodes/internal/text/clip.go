// Package text turns phrases into the numbers that text encoders read: CLIP's
// byte pairs, which YOLO-World and OWL-ViT take, and BERT's word pieces, which
// Grounding DINO takes. The vocabularies are files that come with the models.
package text

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

const (
	clipMerges = 48894            // what CLIP was trained with; its file goes on after them
	clipBegin  = 512 + clipMerges // <|startoftext|>
	clipEnd    = clipBegin + 1    // <|endoftext|>
	wordEnd    = "</w>"
)

// CLIP is the lower-casing byte-pair tokenizer of CLIP (Radford et al., Learning
// Transferable Visual Models From Natural Language Supervision, 2021). It may be
// used by many goroutines.
type CLIP struct {
	ranks map[[2]string]int // of merges, the first is 0
	ids   map[string]int64
}

// ReadCLIP reads CLIP's list of merges: bpe_simple_vocab_16e6.txt, gzipped or not,
// or merges.txt of its exports. All other tokens follow from it.
func ReadCLIP(r io.Reader) (*CLIP, error) {
	in := bufio.NewReader(r)
	if magic, err := in.Peek(2); err == nil && bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("merges of CLIP: %w", err)
		}
		in = bufio.NewReader(z)
	}
	c := &CLIP{make(map[[2]string]int, clipMerges), make(map[string]int64, clipBegin)}
	for i, b := range byteOrder() {
		c.ids[letters[b]] = int64(i)
		c.ids[letters[b]+wordEnd] = int64(256 + i)
	}
	if err := c.readMerges(bufio.NewScanner(in)); err != nil {
		return nil, fmt.Errorf("merges of CLIP: %w", err)
	}
	return c, nil
}

func (c *CLIP) readMerges(lines *bufio.Scanner) error {
	for line := 1; len(c.ranks) < clipMerges && lines.Scan(); line++ {
		if line == 1 && strings.Contains(lines.Text(), "#version") {
			continue
		}
		left, right, ok := strings.Cut(lines.Text(), " ")
		pair := [2]string{left, right}
		if _, seen := c.ranks[pair]; !ok || seen || left == "" || right == "" || strings.Contains(right, " ") {
			return fmt.Errorf("line %d: want two symbols that no line before it has, got %q", line, lines.Text())
		}
		c.ids[left+right] = int64(512 + len(c.ranks))
		c.ranks[pair] = len(c.ranks)
	}
	if err := lines.Err(); err != nil {
		return err
	}
	if len(c.ranks) < clipMerges {
		return fmt.Errorf("want %d, got %d", clipMerges, len(c.ranks))
	}
	return nil
}

// Encode is a phrase as at most most tokens, begin and end included. What does not
// fit is cut off.
func (c *CLIP) Encode(phrase string, most int) (ids []int64, cut bool) {
	ids = []int64{clipBegin}
	text := norm.NFC.String(strings.Join(strings.Fields(phrase), " "))
	text = strings.ToLower(strings.ReplaceAll(text, "İ", "i\u0307")) // Go lower-cases İ to one letter
	for _, word := range clipWords.FindAllString(text, -1) {
		ids = append(ids, c.pieces(word)...)
	}
	cut = len(ids) >= most
	return append(ids[:min(len(ids), most-1)], clipEnd), cut
}

// clipWords are the parts of a text that are encoded each for itself.
var clipWords = regexp.MustCompile(`'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+`)

// pieces joins the letters of a word, the earliest merge of the list first.
func (c *CLIP) pieces(word string) []int64 {
	var symbols []string
	for i := range len(word) {
		symbols = append(symbols, letters[word[i]])
	}
	symbols[len(symbols)-1] += wordEnd
	for {
		best, at := math.MaxInt, 0
		for i := range len(symbols) - 1 {
			if rank, ok := c.ranks[[2]string{symbols[i], symbols[i+1]}]; ok && rank < best {
				best, at = rank, i
			}
		}
		if best == math.MaxInt {
			break
		}
		symbols[at] += symbols[at+1]
		symbols = slices.Delete(symbols, at+1, at+2)
	}
	ids := make([]int64, len(symbols))
	for i, s := range symbols {
		ids[i] = c.ids[s]
	}
	return ids
}

// letters stand for bytes in the list of merges (as in GPT-2): themselves where
// they print, otherwise letters from 256 on.
var letters = func() (letters [256]string) {
	next := rune(256)
	for b := range 256 {
		letters[b] = string(rune(b))
		if !prints(b) {
			letters[b] = string(next)
			next++
		}
	}
	return letters
}()

// byteOrder is the order of the bytes' tokens: those that print come first.
func byteOrder() []int {
	var order []int
	for _, first := range []bool{true, false} {
		for b := range 256 {
			if prints(b) == first {
				order = append(order, b)
			}
		}
	}
	return order
}

func prints(b int) bool { return b > ' ' && b <= '~' || b >= 0xa1 && b != 0xad }
