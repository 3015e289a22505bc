package formats

import "github.com/maskgraph/maskgraph/nodes"

// rowRuns are a mask's runs over a rectangle of the frame, row by row from the top,
// each from the left: background first, in turns, which may be 0. CVAT and Label
// Studio go this way; COCO and we go by columns.
func rowRuns(m *nodes.Mask, x, y, width, height int) []int {
	bits := m.Bitmap()
	var runs []int
	inside, n := false, 0
	step := func(in bool, count int) {
		if count > 0 && in != inside {
			runs = append(runs, n)
			inside, n = in, 0
		}
		n += count
	}
	step(false, (m.Y-y)*width)
	for row := range m.H {
		step(false, m.X-x)
		for _, bit := range bits[row*m.W : (row+1)*m.W] {
			step(bit != 0, 1)
		}
		step(false, x+width-m.X-m.W)
	}
	step(false, (y+height-m.Y-m.H)*width)
	return append(runs, n)
}
