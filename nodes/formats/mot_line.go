package formats

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

var motColumns = [...]string{"frame", "id", "x", "y", "w", "h", "score", "class"}

// addBox reads frame,id,x,y,w,h,score and, of nine columns, the class. Of those the
// ones whose score is 0 are no things to find.
func addBox(r *Record, line string) error {
	cells := strings.FieldsFunc(line, func(c rune) bool { return c == ',' || c == ' ' || c == '\t' })
	if len(cells) < 6 {
		return fmt.Errorf("want frame,id,x,y,w,h,score, got %.60q", line)
	}
	v := [len(motColumns)]float64{6: 1, 7: -1}
	used := min(len(cells), 7)
	if len(cells) == 9 {
		used = 8
	}
	for i, cell := range cells[:used] {
		n, err := strconv.ParseFloat(cell, 64)
		if err != nil || !(math.Abs(n) <= 1e9) {
			return fmt.Errorf("%s: want a number, got %.40q", motColumns[i], cell)
		}
		v[i] = n
	}
	box, err := boxOf(v[2:6])
	if err != nil {
		return err
	}
	class := int(v[7])
	it := nodes.Instance{Box: box, Score: float32(v[6]), Class: max(-1, class), Label: motLabel(class), Track: max(0, int(v[1]))}
	if used == 8 && it.Score == 0 {
		r.Ignore = append(r.Ignore, it)
	} else {
		r.Items = append(r.Items, it)
	}
	return nil
}

// addMask reads frame id class height width rle.
func (t *motsTracks) addMask(r *Record, line string) error {
	cells := strings.Fields(line)
	if len(cells) != 6 {
		return fmt.Errorf("want frame id class height width rle, got %.60q", line)
	}
	var v [5]int
	for i, name := range [...]string{"frame", "id", "class", "height", "width"} {
		n, err := strconv.Atoi(cells[i])
		if err != nil || max(n, -n) > 1<<40 || i > 1 && n < 0 {
			return fmt.Errorf("%s: want a whole number, got %.40q", name, cells[i])
		}
		v[i] = n
	}
	id, class, height, width := v[1], v[2], v[3], v[4]
	if r.Width == 0 && r.Height == 0 {
		r.Width, r.Height = width, height
	}
	if width != r.Width || height != r.Height {
		return fmt.Errorf("want frames of %dx%d like those before, got %dx%d", r.Width, r.Height, width, height)
	}
	m, err := nodes.MaskFromCOCOCounts(width, height, cells[5])
	if err != nil {
		return fmt.Errorf("rle: %w", err)
	}
	it := nodes.Instance{Box: m.Box(), Score: 1, Class: class, Label: motsLabel(class), Mask: m}
	if class == motsIgnored {
		r.Ignore = append(r.Ignore, it)
	} else {
		it.Track = t.of(class, id)
		r.Items = append(r.Items, it)
	}
	return nil
}

// sequence is what a seqinfo.ini says of the video beside it.
type sequence struct {
	name          string
	rate          float64
	width, height int
	first, length int // first is -1 when unknown
}

// findSequence reads the seqinfo.ini beside a file or one folder up, as MOTChallenge
// has it. Without one the name is that of the file.
func findSequence(file string) (sequence, error) {
	s := sequence{name: strings.TrimSuffix(stem(file), ".txt"), first: 1}
	dir := filepath.Dir(file)
	for _, place := range []string{dir, filepath.Join(dir, "..")} {
		path := filepath.Join(place, "seqinfo.ini")
		text, err := os.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return s, err
		}
		s.parse(string(text))
		return s, nil
	}
	return s, nil
}

// parse takes what it understands.
func (s *sequence) parse(text string) {
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		n, err := strconv.ParseFloat(value, 64)
		switch {
		case key == "name" && value != "":
			s.name = value
		case err != nil || !(n >= 0 && n <= maxFrame):
		case key == "frameRate":
			s.rate = n
		case key == "imWidth":
			s.width = int(n)
		case key == "imHeight":
			s.height = int(n)
		case key == "seqLength":
			s.length = int(n)
		case key == "firstFrame":
			s.first = int(n)
		}
	}
}
