package sam

import "github.com/maskgraph/maskgraph/nodes"

// GridPoints is a regular grid of side x side points over a picture, row by row,
// for a prompt each. They lie where segment_anything's automatic mask generator
// puts them (build_point_grid in its utils/amg.py): (i+0.5)/side of the picture,
// taken as the number of a pixel, whose centre is half a pixel further on.
func GridPoints(side, width, height int) []nodes.Point {
	points := make([]nodes.Point, 0, side*side)
	for y := range side {
		for x := range side {
			points = append(points, nodes.Point{
				X: (float32(x)+0.5)/float32(side)*float32(width) + 0.5,
				Y: (float32(y)+0.5)/float32(side)*float32(height) + 0.5,
			})
		}
	}
	return points
}

// PointPrompts is a prompt for each point alone.
func PointPrompts(points []nodes.Point) []Prompt {
	prompts := make([]Prompt, len(points))
	for i := range points {
		prompts[i].Points = points[i : i+1 : i+1]
	}
	return prompts
}

// Ambiguous is the masks of an ambiguous prompt without the single one, or all
// that there are when the decoder gives only that.
func (a Answer) Ambiguous() Answer {
	var three Answer
	for _, c := range a {
		if c.Token > 0 {
			three = append(three, c)
		}
	}
	if three == nil {
		return a
	}
	return three
}
