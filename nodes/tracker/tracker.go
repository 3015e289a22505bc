// Package tracker tells which instances on successive frames are the same thing.
package tracker

import (
	"context"
	"errors"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// Factory makes Tracker nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "Tracker",
	Doc: "Gives every instance an identity that it keeps over time. Works on boxes alone; masks make it surer. " +
		"Predicts in seconds of the video's own clock, so it copes with any frame rate and with frames left out.",
	In: []nodes.Port{
		{Name: "instances", Type: nodes.TypeBoxes, Doc: "What was found on each frame: boxes, with or without masks."},
		{Name: "frame", Type: nodes.TypeFrame, Optional: true, Doc: "The pictures, for a camera that moves: its motion is taken out of that of the things. Also what colour_gate compares."},
	},
	Out: []nodes.Port{{
		Name: "instances", Type: nodes.TypeBoxes, SameAs: "instances",
		Doc: "The instances that belong to a track, with its identity and the class it was taken for most often.",
	}},
}, defaults, open)

type node struct {
	cfg Config
	memory
}

func open(_ context.Context, _ nodes.Env, cfg Config) (nodes.Node, error) {
	return &node{cfg: cfg, memory: memory{Follower: NewFollower(cfg)}}, nil
}

func (n *node) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	out := nodes.Packet{Stamp: in.Stamp}
	if err := ctx.Err(); err != nil {
		return out, err
	}
	found := in.Instances("instances")
	if found == nil {
		return out, errors.New("tracker: no instances in the packet: connect the input instances")
	}
	if n.Stream != in.Stamp.Stream {
		n.Stream = in.Stamp.Stream
		n.Follower.Reset()
		n.Seen = nil
	}
	followed := *found
	followed.Items = nil
	if !found.Skipped {
		items, pointed := apart(found.Items)
		followed.Items = append(n.name(items, n.follow(in, items)), pointed...)
	}
	out.Put("instances", &followed)
	return out, nil
}

func (n *node) Close() error { return nil }

// apart takes out what somebody has pointed at, which has its identity.
func apart(items []nodes.Instance) (rest, pointed []nodes.Instance) {
	for _, item := range items {
		if item.Pointed() {
			pointed = append(pointed, item)
		} else {
			rest = append(rest, item)
		}
	}
	return rest, pointed
}

// follow looks at the picture first, if there is one, for where the camera went.
func (n *node) follow(in nodes.Packet, found []nodes.Instance) []Sighting {
	picture := in.Frame("frame")
	if picture != nil {
		now := shrink(picture, found)
		if n.Seen != nil {
			if moved, ok := motionBetween(n.Seen, now); ok {
				n.Follower.Move(moved)
				n.Moves++
			}
		}
		n.Seen = now
	}
	return n.Follower.Update(in.Stamp.PTS, found, picture)
}

// name copies the instances and writes on them what the Follower said.
func (n *node) name(items []nodes.Instance, seen []Sighting) []nodes.Instance {
	named := slices.Clone(items)[:0]
	for i, item := range items {
		item.Track = 0 // whatever another tracker said before
		n.Instances++
		if item.Score > n.BestScore { // max would pass on what is not a number
			n.BestScore = min(item.Score, 1)
		}
		s := seen[i]
		if s.Track == 0 && n.cfg.Unconfirmed == "drop" {
			continue
		}
		if s.Track > 0 {
			n.Tracked++
			item.Track, item.Class, item.Label = s.Track, s.Class, s.Label
			if n.cfg.Smooth && item.Mask == nil {
				item.Box = s.Box
			}
		}
		named = append(named, item)
	}
	return named
}
