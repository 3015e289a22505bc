package sameverything

import (
	"cmp"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// finish is the instances of proposals, cleaned up, best score first.
func (n *node) finish(proposals []proposal, width, height int) []nodes.Instance {
	if n.cfg.MinMaskRegionArea > 0 {
		proposals = n.tidy(proposals, width, height)
	}
	slices.SortStableFunc(proposals, func(a, b proposal) int { return cmp.Compare(b.Score, a.Score) })
	if most := n.cfg.MaxInstances; most > 0 && len(proposals) > most {
		proposals = proposals[:most]
	}
	var items []nodes.Instance
	for _, p := range proposals {
		items = append(items, p.Instance)
	}
	return items
}

// tidy fills small holes and removes small islands. Masks that become alike by it
// are kept once, one that needed nothing rather than another.
func (n *node) tidy(proposals []proposal, width, height int) []proposal {
	for i := range proposals {
		p := &proposals[i]
		step(p, "fill", p.Mask.FillHoles(width, height, n.cfg.MinMaskRegionArea))
		step(p, "islands", p.Mask.RemoveIslands(n.cfg.MinMaskRegionArea))
		p.Box = p.Mask.Box()
	}
	untouched := func(p proposal) float64 {
		if len(p.Origin.Steps) == 0 {
			return 1
		}
		return 0
	}
	return sam.Suppress(proposals, maskOf, untouched, max(n.cfg.BoxNMSThresh, n.cfg.CropNMSThresh))
}

// step takes a mask that a step has made, and says so if it is another one.
func step(p *proposal, name string, mask *nodes.Mask) {
	if mask != p.Mask {
		p.Mask, p.Origin.Steps = mask, append(p.Origin.Steps, name)
	}
}
