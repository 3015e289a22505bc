package formats_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/formats"
)

// shared is the folder of data beside the repository.
func shared(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("MASKGRAPH_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the folder shared is not beside the repository, and MASKGRAPH_SHARED names none")
	}
	return dir
}

// TestReadByTheScorer: the scorer of the tracking data reads what we write.
func TestReadByTheScorer(t *testing.T) {
	scorer := filepath.Join(shared(t), "data", "mot", "score.py")
	records := street(5)
	for i := range records {
		records[i].Items, records[i].Ignore = apart(records[i])
		records[i].Ignore = nil
	}
	boxes, masks := filepath.Join(t.TempDir(), "boxes.txt"), filepath.Join(t.TempDir(), "masks.txt")
	write(t, boxes, "mot", records)
	write(t, masks, "mots", records)
	load := line + `
import sys, os
sys.path.insert(0, os.path.dirname(sys.argv[1]))
sys.dont_write_bytecode = True
import score
`
	out := python(t, []string{"numpy"}, load+`
for frame, rows in score.read_boxes(sys.argv[2]).items():
    for r in rows:
        print("%d %d %g %g %g %g %g" % (frame, r[0], r[1], r[2], r[3], r[4], r[5]))
`, scorer, boxes)
	var want []string
	for _, r := range records {
		for _, it := range r.Items {
			id := it.Track
			if id == 0 {
				id = -1
			}
			want = append(want, fmt.Sprintf("%d %d %g %g %g %g %g", r.Stamp.Seq+1, id, it.Box.X1, it.Box.Y1, it.Box.Width(), it.Box.Height(), it.Score))
		}
	}
	same(t, sorted(want), out)

	out = python(t, []string{"numpy"}, load+`
import numpy as np
for frame, rows in score.read_masks(sys.argv[2]).items():
    for id, cls, m in rows:
        flat = np.zeros(96 * 64, bool)
        for a, b in zip(m.start, m.stop):
            flat[a:b] = True
        line("%d %d %d" % (frame, id, cls), flat.reshape(96, 64).T)
`, scorer, masks)
	same(t, linesOf(records, func(r formats.Record, it nodes.Instance) any {
		class := map[string]int{"car": 1, "person": 2, "dog": 3}[it.Label]
		id := class*1000 + it.Track
		if it.Track == 0 {
			id = -1
		}
		return fmt.Sprintf("%d %d %d", r.Stamp.Seq+1, id, class)
	}), out)
}
