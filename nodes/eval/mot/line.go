package mot

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// maxFrame bounds frame numbers: ten million are four days of video.
const maxFrame = 10_000_000

var columns = [...]string{"frame", "id", "x", "y", "w", "h", "score", "class"}

// parseBox reads frame,id,x,y,w,h,score and columns that mean nothing here, except
// that of nine columns the eighth is the class (MOT16 and later). Spaces may stand
// for commas.
func parseBox(line string) (Row, error) {
	cells := cellsOf(line)
	if len(cells) < 6 {
		return Row{}, fmt.Errorf("want frame,id,x,y,w,h,score, got %.60q", line)
	}
	used := min(len(cells), 7)
	if len(cells) == 9 {
		used = 8
	}
	v := [len(columns)]float64{6: 1, 7: -1}
	for i, cell := range cells[:used] {
		n, err := strconv.ParseFloat(cell, 64)
		if err != nil || n-n != 0 { // infinite, or NaN
			return Row{}, fmt.Errorf("%s: want a number, got %.40q", columns[i], cell)
		}
		if whole := i < 2 || i == 7; whole && n != math.Trunc(n) || whole && math.Abs(n) > 1<<53 {
			return Row{}, fmt.Errorf("%s: want a whole number, got %.40q", columns[i], cell)
		}
		v[i] = n
	}
	if v[0] < 0 || v[0] > maxFrame {
		return Row{}, fmt.Errorf("frame: want a number from 0 to %d, got %.40q", maxFrame, cells[0])
	}
	for _, i := range []int{4, 5} {
		if v[i] < 0 {
			return Row{}, fmt.Errorf("%s: want a size of at least 0, got %.40q", columns[i], cells[i])
		}
	}
	return Row{
		Frame: int(v[0]), ID: int(v[1]), Box: [4]float64{v[2], v[3], v[4], v[5]}, Score: v[6], Class: int(v[7]),
	}, nil
}

func cellsOf(line string) []string {
	if !strings.Contains(line, ",") {
		return strings.Fields(line)
	}
	cells := strings.Split(strings.TrimSuffix(line, ","), ",")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

var maskColumns = [...]string{"frame", "id", "class", "height", "width"}

// parseMask reads frame id class height width rle, the runs as COCO compresses them.
func (f *File) parseMask(line string) (Row, error) {
	cells := strings.Fields(line)
	if len(cells) != 6 {
		return Row{}, fmt.Errorf("want frame id class height width rle, got %.60q", line)
	}
	var v [len(maskColumns)]int
	for i, name := range maskColumns {
		n, err := strconv.Atoi(cells[i])
		if err != nil || max(n, -n) > 1<<40 {
			return Row{}, fmt.Errorf("%s: want a whole number, got %.40q", name, cells[i])
		}
		if n < 0 && name != "id" { // -1: a detection
			return Row{}, fmt.Errorf("%s: want a number of at least 0, got %.40q", name, cells[i])
		}
		v[i] = n
	}
	if v[0] > maxFrame {
		return Row{}, fmt.Errorf("frame: want a number from 0 to %d, got %.40q", maxFrame, cells[0])
	}
	width, height := v[4], v[3]
	mask, err := nodes.MaskFromCOCOCounts(width, height, cells[5])
	if err != nil {
		return Row{}, fmt.Errorf("rle: %w", err)
	}
	if len(f.Rows) == 0 {
		f.Width, f.Height = width, height
	}
	if width != f.Width || height != f.Height {
		return Row{}, fmt.Errorf("want frames of %dx%d like those before, got %dx%d", f.Width, f.Height, width, height)
	}
	b := mask.Box()
	box := [4]float64{float64(b.X1), float64(b.Y1), float64(b.Width()), float64(b.Height())}
	return Row{Frame: v[0], ID: v[1], Class: v[2], Score: 1, Mask: mask, Box: box}, nil
}
