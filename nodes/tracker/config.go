package tracker

import (
	"errors"
	"fmt"
)

// defaults are the settings of a Tracker when a graph says nothing.
var defaults = Config{
	HighScore: 0.5, LowScore: 0.1, NewScore: 0.5,
	Gate: 0.3, LowGate: 0.4, Widen: 1.5,
	MinHits: 2, SureScore: 0.9, Unconfirmed: "drop", MaxAge: 1,
	MaskWeight: 0.5, MaskRelief: 0.15, ShapeGate: 0.5, Duplicate: 0.8,
	Smooth: true,
}

// Config is what a graph file may say about a Tracker.
type Config struct {
	HighScore   float64 `yaml:"high_score" doc:"Instances that score at least this are looked at first, and may continue any track."`
	LowScore    float64 `yaml:"low_score" doc:"Instances between this and high_score may only continue a track seen on the frame before. Lower ones are ignored."`
	NewScore    float64 `yaml:"new_score" doc:"Instances that no track took begin a new one if they score at least this. At least high_score."`
	Gate        float64 `yaml:"gate" doc:"Least overlap (IoU) of an instance's box with where a track should be now."`
	LowGate     float64 `yaml:"low_gate" doc:"The same for instances between low_score and high_score."`
	Widen       float64 `yaml:"widen" doc:"For fast things at low frame rates: what is left over is compared once more with boxes widened on each side by this part of their size for each second between two frames (with masks, since the thing was seen), at most by 0.7. 0: never."`
	MinHits     int     `yaml:"min_hits" doc:"Frames in a row a thing must be seen in before it gets an identity. 1 where every instance must have one at once. What is on a video's first frame gets one at once in any case."`
	SureScore   float64 `yaml:"sure_score" doc:"A thing that scores at least this gets an identity at once, whatever min_hits says; below ten frames a second, less is enough: 0.15 less at most. Above 1.15: never."`
	HotStart    float64 `yaml:"hot_start" doc:"Seconds a thing must have been followed before it gets an identity, besides min_hits or sure_score, so that what only flashes up gets none. What is on a video's first frame gets one at once in any case."`
	Unconfirmed string  `yaml:"unconfirmed" enum:"drop,keep" doc:"What happens to instances that belong to no confirmed track: drop leaves them out, keep passes them on with track 0."`
	MaxAge      float64 `yaml:"max_age" doc:"Seconds a thing may be out of sight and still get its identity back. It may be missing from two frames in any case, however long they take; and what stands still is given half as long as it was followed, up to three times max_age."`
	KeepAlive   float64 `yaml:"keep_alive" doc:"A thing may also be out of sight for no longer than this many times as long as it was followed, so that what was seen briefly is given up early. 0: max_age alone counts."`
	MaskWeight  float64 `yaml:"mask_weight" doc:"How much the overlap of masks counts beside the overlap of boxes."`
	MaskRelief  float64 `yaml:"mask_relief" doc:"How much less than gate the boxes may overlap when the masks meet."`
	ShapeGate   float64 `yaml:"shape_gate" doc:"At last, things with masks are found again near their place by shape alone, when the masks laid centre on centre overlap (IoU) this much. 0: never."`
	ColourGate  float64 `yaml:"colour_gate" doc:"After that, things with masks that were out of sight are found again near their place by their colours, when these are alike this much, from 0 to 1 (0.9 is a good start). Needs the input frame. 0: never."`
	Duplicate   float64 `yaml:"duplicate" doc:"Two instances whose masks overlap (IoU) this much are one thing that was found twice: only one track gets it, that with the surer match or else the older one. 0: never."`
	Smooth      bool    `yaml:"smooth" doc:"Give the track's own, smoother box instead of the detector's, by so much as the detector's boxes are found to tremble. Instances with a mask keep their box."`
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
		{"colour_gate", c.ColourGate},
		{"duplicate", c.Duplicate},
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
	}{{"widen", c.Widen}, {"sure_score", c.SureScore}, {"hot_start", c.HotStart}, {"max_age", c.MaxAge}, {"keep_alive", c.KeepAlive}, {"mask_weight", c.MaskWeight}} {
		if s.val < 0 {
			errs = append(errs, fmt.Errorf("%s: must be at least 0, got %g", s.name, s.val))
		}
	}
	return errors.Join(errs...)
}
