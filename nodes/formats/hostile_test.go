package formats_test

import (
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/formats"
)

// hostile are frames with all that a writer has to remember: two videos, tracks that
// come again, change their class and are too many for a number of three digits, names
// that clash, frames nobody looked at.
func hostile() []formats.Record {
	var all []formats.Record
	for i, r := range street(9) {
		r.Skipped = i == 4
		if r.Skipped {
			r.Items, r.Ignore = nil, nil
		}
		for k := range r.Items {
			if r.Items[k].Track == 2 && i > 5 {
				r.Items[k].Label = "dog"
			}
		}
		r.Items = append(r.Items, thing(fmt.Sprint("class ", i/3), 998+i, 0.3, blob(96, 64, 50, 50, 6+i)))
		r.Items = append(r.Items, nodes.Instance{Box: nodes.Box{X1: 3, Y1: 4, X2: 9, Y2: 20}, Score: 0.5, Label: "box", Track: 40 + i%2})
		if i == 6 {
			r.Ignore = append(r.Ignore, thing("person", 0, 1, blob(96, 64, 30, 56, 6)))
		}
		all = append(all, r)
	}
	return all
}
