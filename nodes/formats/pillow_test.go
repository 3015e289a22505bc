package formats_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/formats"
)

// TestPicturesReadByPillow: both kinds of pictures, of 8 and of 16 bits.
func TestPicturesReadByPillow(t *testing.T) {
	for _, tt := range []struct {
		name, format, folder, mode string
		far                        int // is added to tracks
		value                      func(it nodes.Instance) int
	}{
		{"palette", "davis", ".", "P", 0, func(it nodes.Instance) int { return it.Track }},
		{"many tracks", "davis", ".", "I;16", 300, func(it nodes.Instance) int { return it.Track }},
		{"mots", "mots-png", "instances", "I;16", 0, func(it nodes.Instance) int {
			return map[string]int{"car": 1000, "person": 2000}[it.Label] + it.Track
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			records := street(4)[1:]
			for i := range records {
				records[i].Items, records[i].Ignore = apart(records[i])
				for k := range records[i].Items {
					records[i].Items[k].Track += tt.far
				}
			}
			path := filepath.Join(t.TempDir(), "street")
			write(t, path, tt.format, records)
			out := python(t, []string{"PIL.Image", "numpy"}, line+`
import sys, os
import numpy as np
from PIL import Image
for name in sorted(os.listdir(sys.argv[1])):
    if name.endswith(".png"):
        p = Image.open(os.path.join(sys.argv[1], name))
        assert p.mode == sys.argv[2], p.mode
        if p.mode == "P":
            assert p.getpalette()[:9] == [0, 0, 0, 128, 0, 0, 0, 128, 0]
        a = np.array(p)
        for v in np.unique(a):
            if v:
                line("%s %d" % (name, v), a == v)
`, filepath.Join(path, tt.folder), tt.mode)
			same(t, linesOf(records, func(r formats.Record, it nodes.Instance) any { return fmt.Sprintf("%s.png %d", r.Name, tt.value(it)) }), out)
		})
	}
}
