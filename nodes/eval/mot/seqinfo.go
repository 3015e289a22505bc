package mot

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// SeqInfo is what a seqinfo.ini says of a sequence. The zero value says nothing.
type SeqInfo struct {
	Path          string  // of the file; empty when there is none
	Rate          float64 // frames a second; 0 when unknown
	Width, Height int     // of the frames; 0 when unknown

	// How to score it, from the section [Score], which is our own: results that match
	// nothing and are at most MinHeight high do not count, First is the number of the
	// first frame (-1 when unknown), Classes are the classes of masks that count.
	MinHeight float64
	First     int
	Classes   []int
}

// RateWanted says in messages which rates are valid.
const RateWanted = "frames a second, from 0.01 to 1000000"

// ValidRate says that there may be so many frames a second.
func ValidRate(rate float64) bool { return rate >= 0.01 && rate <= 1e6 }

// FindSeqInfo reads the seqinfo.ini beside a file, or that of the folder above, as
// MOTChallenge has it. Without any, all is unknown.
func FindSeqInfo(file string) (SeqInfo, error) {
	dir := filepath.Dir(file)
	for _, place := range []string{dir, filepath.Join(dir, "..")} {
		path := filepath.Join(place, "seqinfo.ini")
		text, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return SeqInfo{}, err
		}
		return ParseSeqInfo(path, string(text))
	}
	return SeqInfo{First: -1}, nil
}

// ParseSeqInfo reads the text of a seqinfo.ini; path is for messages. Keys that it
// does not know are left out.
func ParseSeqInfo(path, text string) (SeqInfo, error) {
	info := SeqInfo{Path: path, First: -1}
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		number++
		key, value, ok := strings.Cut(line, "=")
		if !ok {
			continue
		}
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if want := info.set(key, value); want != "" {
			return SeqInfo{}, fmt.Errorf("%s:%d: %s: want %s, got %.40q", path, number, key, want, value)
		}
	}
	return info, nil
}

// set returns what the value should have been, if it is not that.
func (s *SeqInfo) set(key, value string) (want string) {
	var err error
	switch key {
	case "frameRate":
		s.Rate, err = strconv.ParseFloat(value, 64)
		if err != nil || !ValidRate(s.Rate) {
			return RateWanted
		}
	case "minHeight":
		s.MinHeight, err = strconv.ParseFloat(value, 64)
		if err != nil || !(s.MinHeight >= 0) {
			return "pixels, at least 0"
		}
	case "imWidth":
		return natural(value, &s.Width)
	case "imHeight":
		return natural(value, &s.Height)
	case "firstFrame":
		return natural(value, &s.First)
	case "classes":
		s.Classes = nil
		for cell := range strings.SplitSeq(value, ",") {
			var class int
			if natural(strings.TrimSpace(cell), &class) != "" {
				return "class numbers with commas between"
			}
			s.Classes = append(s.Classes, class)
		}
	}
	return ""
}

func natural(value string, to *int) (want string) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return "a whole number of at least 0"
	}
	*to = n
	return ""
}
