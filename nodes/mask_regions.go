package nodes

// Regions are the connected parts of the mask, the one that begins furthest left
// first. Pixels that touch at a corner are connected.
func (m *Mask) Regions() []*Mask { return m.connect(corners).masks() }

// RemoveIslands is the mask without its regions of less than minArea pixels; when
// all are smaller, the largest stays (the leftmost of several). It is the mask
// itself when there is nothing to remove. Like "islands" in segment_anything's
// remove_small_regions (utils/amg.py); the frame's size plays no part in it.
func (m *Mask) RemoveIslands(minArea int) *Mask {
	r := m.connect(corners)
	if largest := r.largest(); largest < minArea {
		found := false
		return r.filter(m, func(area int) bool {
			first := area == largest && !found
			found = found || first
			return first
		})
	}
	return r.filter(m, func(area int) bool { return area >= minArea })
}

// FillHoles is the mask, cut off at the edge of its frame, with the connected
// parts of the frame's background that have less than minArea pixels. It is the
// mask itself when there is nothing to fill. Like "holes" in segment_anything's
// remove_small_regions (utils/amg.py):
//
//   - Background that touches at a corner is connected, so a hole with a diagonal
//     way out is no hole.
//   - A corner of the frame that the mask cuts off is background like any other and
//     is filled when it is small. This is why the size of the frame is needed:
//     within the crop, such a corner looks like the way out.
//   - All of a frame of less than minArea pixels is filled.
func (m *Mask) FillHoles(width, height, minArea int) *Mask {
	m = m.Clip(0, 0, width, height)
	around := m.surroundings(width, height, minArea)
	background := around.Subtract(m)
	large := background.connect(corners).filter(background, func(area int) bool { return area >= minArea })
	if large == background {
		return m
	}
	return around.Subtract(large)
}

// surroundings are all of the frame that is at most margin pixels away from the
// crop. For background of less than margin pixels they are as good as the frame:
// what goes on beyond them has margin pixels on its way out.
func (m *Mask) surroundings(width, height, margin int) *Mask {
	margin = max(0, min(margin, max(width, height)))
	x, y := max(0, m.X-margin), max(0, m.Y-margin)
	w, h := min(width, m.X+m.W+margin)-x, min(height, m.Y+m.H+margin)-y
	return &Mask{X: x, Y: y, W: w, H: h, Runs: []uint32{0, uint32(w * h)}}
}
