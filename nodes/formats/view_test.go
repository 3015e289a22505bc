package formats_test

import (
	"fmt"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/formats"
)

// view is what a format keeps of a video, as text.
func (k kept) view(records []formats.Record, label func(string) string) []string {
	var out []string
	for _, r := range records {
		if r.Skipped && !k.skipped {
			continue
		}
		if k.frames {
			out = append(out, fmt.Sprintf("frame %s %d %s %dx%d %v", r.Stamp.Stream, r.Stamp.Seq, r.Name, r.Width, r.Height, r.Skipped))
		}
		if k.times {
			out = append(out, r.Stamp.PTS.String())
		}
		items, ignore := r.Items, r.Ignore
		if k.apart {
			items, ignore = apart(r)
		}
		var here []string
		for _, it := range items {
			if it.Mask != nil || k.maskless {
				here = append(here, fmt.Sprintf("  %d: %s", r.Stamp.Seq, k.item(it, label)))
			}
		}
		for _, it := range ignore {
			if k.ignored {
				here = append(here, fmt.Sprintf("  %d: ignore %v", r.Stamp.Seq, *it.Mask))
			}
		}
		slices.Sort(here)
		out = append(out, here...)
	}
	return out
}

func (k kept) item(it nodes.Instance, label func(string) string) string {
	text := label(it.Label)
	if k.tracks {
		text += fmt.Sprintf(" track %d", it.Track)
	}
	if k.scores {
		text += fmt.Sprintf(" score %v", it.Score)
	}
	if k.boxes || it.Mask == nil && !k.near {
		text += fmt.Sprintf(" box %v", it.Box)
	}
	if it.Mask != nil && k.format != "mot" && !k.near {
		text += fmt.Sprintf(" mask %v", *it.Mask)
	}
	return text
}

// apart gives every pixel to the best score, the first of equals, and what is left to
// what is ignored: pixel by pixel.
func apart(r formats.Record) (items, ignore []nodes.Instance) {
	all := slices.Concat(r.Items, r.Ignore)
	owner := make([]int, r.Width*r.Height)
	for i, it := range all {
		if it.Mask == nil {
			continue
		}
		for s := range it.Mask.Spans() {
			for y := s.Y1; y < s.Y2; y++ {
				at := &owner[y*r.Width+s.X]
				if *at == 0 || i < len(r.Items) && it.Score > all[*at-1].Score {
					*at = i + 1
				}
			}
		}
	}
	for i, it := range all {
		bits := make([]byte, len(owner))
		for k, o := range owner {
			if o == i+1 {
				bits[k] = 1
			}
		}
		it.Mask = nodes.MaskFromBitmap(0, 0, r.Width, r.Height, bits)
		switch {
		case it.Mask.Empty():
		case i < len(r.Items):
			items = append(items, it)
		default:
			ignore = append(ignore, it)
		}
	}
	return items, ignore
}
