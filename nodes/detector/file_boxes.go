package detector

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// boxFile is what a file of boxes holds. Either frames or images are set.
type boxFile struct {
	labels []string
	frames map[uint64][]nodes.Instance // MOT text: by Seq, of whatever stream
	images []imageBoxes                // COCO JSON, sorted by name
}

type imageBoxes struct {
	name  string // file_name
	items []nodes.Instance
}

func readBoxes(path string, cfg File) (*boxFile, error) {
	data, err := readRegular(path)
	if err != nil {
		return nil, err
	}
	return parseBoxes(path, data, cfg)
}

// parseBoxes tells the formats apart by how the text begins.
func parseBoxes(path string, data []byte, cfg File) (*boxFile, error) {
	start := bytes.TrimLeft(data, " \t\r\n\ufeff")
	switch {
	case bytes.HasPrefix(start, []byte("[")):
		return readResults(path, data, cfg.Images)
	case bytes.HasPrefix(start, []byte("{")):
		return parseCOCO(path, data)
	}
	return parseMOT(path, data, cfg)
}

// readRegular does not wait for a pipe or a terminal.
func readRegular(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a file", path)
	}
	return os.ReadFile(path)
}

// of is the boxes of a stream by Seq.
func (b *boxFile) of(stream string) map[uint64][]nodes.Instance {
	if b.frames != nil {
		return b.frames
	}
	var own []imageBoxes
	for _, im := range b.images {
		if slices.Contains(nameParts(im.name), stream) {
			own = append(own, im)
		}
	}
	if own == nil {
		own = b.images
	}
	frames := make(map[uint64][]nodes.Instance, len(own))
	for i, im := range own {
		frames[uint64(i)] = im.items
	}
	return frames
}

// byPicture is the boxes of images by their names, without folder and extension.
func (b *boxFile) byPicture() map[string][]nodes.Instance {
	named := make(map[string][]nodes.Instance, len(b.images))
	for _, im := range b.images {
		named[pictureName(im.name)] = im.items
	}
	return named
}

func pictureName(path string) string {
	parts := nameParts(path)
	if len(parts) == 0 {
		return ""
	}
	return parts[len(parts)-1]
}

// nameParts is the folders in a file name, and the name without its extension.
func nameParts(name string) []string {
	if dot := strings.LastIndexByte(name, '.'); dot > strings.LastIndexAny(name, `/\`) {
		name = name[:dot]
	}
	return strings.FieldsFunc(name, func(r rune) bool { return r == '/' || r == '\\' })
}

var digits = regexp.MustCompile(`\d+`)

// sortImages sorts by name, numbers in it by value: frame 10 comes after frame 9.
func (b *boxFile) sortImages() {
	padded := func(name string) string {
		return digits.ReplaceAllStringFunc(name, func(n string) string {
			return strings.Repeat("0", max(0, 20-len(n))) + n
		})
	}
	slices.SortStableFunc(b.images, func(x, y imageBoxes) int {
		return strings.Compare(padded(x.name), padded(y.name))
	})
}

// scoresTo1 brings the scores of detectors that know no upper end to 0..1, and
// tells how high they went.
func (b *boxFile) scoresTo1() float32 {
	var top float32 = 1
	b.each(func(it *nodes.Instance) { top = max(top, it.Score) })
	b.each(func(it *nodes.Instance) { it.Score = max(0, it.Score/top) })
	return top
}

func (b *boxFile) each(do func(it *nodes.Instance)) {
	for _, items := range b.frames {
		for i := range items {
			do(&items[i])
		}
	}
	for _, im := range b.images {
		for i := range im.items {
			do(&im.items[i])
		}
	}
}
