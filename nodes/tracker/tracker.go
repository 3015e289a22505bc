// Package tracker tells which instances on successive frames are the same thing.
package tracker

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// Factory makes Tracker nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "Tracker",
	Doc: "Gives every instance an identity that it keeps over time. Works on boxes alone; masks make it surer. " +
		"Predicts in seconds of the video's own clock, so it copes with any frame rate and with frames left out.",
	In: []nodes.Port{{Name: "instances", Type: nodes.TypeBoxes, Doc: "What was found on each frame: boxes, with or without masks."}},
	Out: []nodes.Port{{
		Name: "instances", Type: nodes.TypeBoxes, SameAs: "instances",
		Doc: "The instances that belong to a track, with its identity and the class it was taken for most often.",
	}},
}, defaults, open)

// defaults are the settings of a Tracker when a graph says nothing.
var defaults = Config{
	HighScore: 0.5, LowScore: 0.1, NewScore: 0.5,
	Gate: 0.3, LowGate: 0.4, Widen: 1,
	MinHits: 2, Unconfirmed: "drop", MaxAge: 1,
	MaskWeight: 0.5, MaskRelief: 0.15, ShapeGate: 0.5,
}

// Config is what a graph file may say about a Tracker.
type Config struct {
	HighScore   float64 `yaml:"high_score" doc:"Instances that score at least this are looked at first, and may continue any track."`
	LowScore    float64 `yaml:"low_score" doc:"Instances between this and high_score may only continue a track seen on the frame before. Lower ones are ignored."`
	NewScore    float64 `yaml:"new_score" doc:"Instances that no track took begin a new one if they score at least this. At least high_score."`
	Gate        float64 `yaml:"gate" doc:"Least overlap (IoU) of an instance's box with where a track should be now."`
	LowGate     float64 `yaml:"low_gate" doc:"The same for instances between low_score and high_score."`
	Widen       float64 `yaml:"widen" doc:"For fast things at low frame rates: what is left over is compared once more with boxes widened on each side by this part of their size for each second between two frames, at most by half. 0: never."`
	MinHits     int     `yaml:"min_hits" doc:"Frames in a row a thing must be seen in before it gets an identity. 1 where every instance must have one at once. What is on a video's first frame gets one at once in any case."`
	Unconfirmed string  `yaml:"unconfirmed" enum:"drop,keep" doc:"What happens to instances that belong to no confirmed track: drop leaves them out, keep passes them on with track 0."`
	MaxAge      float64 `yaml:"max_age" doc:"Seconds a thing may be out of sight and still get its identity back. It is also given at least three frames."`
	MaskWeight  float64 `yaml:"mask_weight" doc:"How much the overlap of masks counts beside the overlap of boxes."`
	MaskRelief  float64 `yaml:"mask_relief" doc:"How much less than gate the boxes may overlap when the masks meet."`
	ShapeGate   float64 `yaml:"shape_gate" doc:"At last, things with masks are found again near their place by shape alone, when the masks laid centre on centre overlap (IoU) this much. 0: never."`
	Smooth      bool    `yaml:"smooth" doc:"Give the track's own, smoother box instead of the detector's. Helps with noisy detectors, harms precise ones. Instances with a mask keep their box."`
}

// Validate finds what no single type can say.
func (c Config) Validate() error {
	var errs []error
	for _, s := range []struct {
		name string
		val  float64
	}{
		{"high_score", c.HighScore},
		{"low_score", c.LowScore},
		{"new_score", c.NewScore},
		{"gate", c.Gate},
		{"low_gate", c.LowGate},
		{"mask_relief", c.MaskRelief},
		{"shape_gate", c.ShapeGate},
	} {
		if s.val < 0 || s.val > 1 {
			errs = append(errs, fmt.Errorf("%s: must be in [0, 1], got %g", s.name, s.val))
		}
	}
	if c.LowScore > c.HighScore {
		errs = append(errs, fmt.Errorf("low_score: must be at most high_score (%g), got %g", c.HighScore, c.LowScore))
	}
	if c.NewScore < c.HighScore {
		errs = append(errs, fmt.Errorf("new_score: must be at least high_score (%g), got %g", c.HighScore, c.NewScore))
	}
	if c.MinHits < 1 {
		errs = append(errs, fmt.Errorf("min_hits: must be at least 1, got %d", c.MinHits))
	}
	for _, s := range []struct {
		name string
		val  float64
	}{{"widen", c.Widen}, {"max_age", c.MaxAge}, {"mask_weight", c.MaskWeight}} {
		if s.val < 0 {
			errs = append(errs, fmt.Errorf("%s: must be at least 0, got %g", s.name, s.val))
		}
	}
	return errors.Join(errs...)
}

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
	}
	followed := *found
	followed.Items = nil
	if !found.Skipped {
		followed.Items = n.name(found.Items, n.Follower.Update(in.Stamp.PTS, found.Items))
	}
	out.Put("instances", &followed)
	return out, nil
}

func (n *node) Close() error { return nil }

// name copies the instances and writes on them what the Follower said.
func (n *node) name(items []nodes.Instance, seen []Sighting) []nodes.Instance {
	named := slices.Clone(items)[:0]
	for i, item := range items {
		item.Track = 0 // whatever another tracker said before
		n.Instances++
		n.BestScore = max(n.BestScore, item.Score)
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
