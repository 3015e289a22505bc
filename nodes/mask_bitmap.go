package nodes

import "encoding/binary"

// columnEdges lists for each column of a bitmap the rows where it changes between
// zero and not zero, in pairs: on, off. It reads row by row, in the order of
// memory, and eight equal pixels at a time.
func columnEdges(w, h int, bits []byte) [][]int32 {
	type edge struct{ col, row int32 }
	var edges []edge
	counts := make([]int32, w)
	outside := make([]byte, w)
	above := outside
	for y := range h + 1 {
		row := outside
		if y < h {
			row = bits[y*w : (y+1)*w]
		}
		for x := 0; x < w; x++ {
			if x+8 <= w && binary.NativeEndian.Uint64(row[x:]) == binary.NativeEndian.Uint64(above[x:]) {
				x += 7
				continue
			}
			if (row[x] != 0) != (above[x] != 0) {
				edges = append(edges, edge{int32(x), int32(y)})
				counts[x]++
			}
		}
		above = row
	}
	columns, rows := make([][]int32, w), make([]int32, len(edges))
	for x, n := range counts {
		columns[x], rows = rows[:0:n], rows[n:]
	}
	for _, e := range edges {
		columns[e.col] = append(columns[e.col], e.row)
	}
	return columns
}
