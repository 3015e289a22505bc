package samprompter

import (
	"errors"
	"fmt"
	"time"
)

// Keyframe says which frames are key-frames: they are encoded, and the masks of all
// others are carried from the one before, or over files from those before and after.
type Keyframe struct {
	Every         int     `yaml:"every" doc:"Each n-th frame is one; over files it may be another one close to that, a fifth of n at most, on which boxes cover each other less. Of a file the last one is one, too, if those are far. 0: on_change or latency_budget says when."`
	OnChange      float64 `yaml:"on_change" doc:"There is one when more than this share of the points that are followed inside any mask was lost or moves otherwise than the mask, 0 to 1. 0.3 is sensible. 0: off."`
	LatencyBudget string  `yaml:"latency_budget" doc:"For live streams, such as 40ms: key-frames are encoded in the background, and their masks are carried on to the present frame when they are there. A frame waits for its own masks no longer than this, and not at all when those of the key-frame before came later. Without every and on_change a frame becomes a key-frame whenever the encoder is free. Objects have no mask before their first key-frame is done. When threads is not set, the model uses one processor, so that another one carries. Empty: frames wait for the encoder."`
}

func (k Keyframe) on() bool { return k != Keyframe{} }

// budget is 0 when frames wait for the encoder.
func (k Keyframe) budget() time.Duration {
	d, _ := time.ParseDuration(k.LatencyBudget)
	return d
}

// check says what is wrong with the settings.
func (k Keyframe) check(c Config) (errs []error) {
	if !(k.Every >= 0) {
		errs = append(errs, fmt.Errorf("keyframe.every: must be at least 0, got %d", k.Every))
	}
	if !(k.OnChange >= 0 && k.OnChange <= 1) {
		errs = append(errs, fmt.Errorf("keyframe.on_change: must be in [0, 1], got %g", k.OnChange))
	}
	if k.Every > 0 && k.OnChange > 0 {
		errs = append(errs, errors.New("keyframe.every: cannot be there with on_change: either says when there is a key-frame"))
	}
	if d, err := time.ParseDuration(k.LatencyBudget); k.LatencyBudget != "" && (err != nil || d <= 0) {
		errs = append(errs, fmt.Errorf("keyframe.latency_budget: want a time such as 40ms, got %q", k.LatencyBudget))
	}
	if k.on() && c.Reuse.MaxChange > 0 {
		errs = append(errs, errors.New("reuse.max_change: cannot be there with keyframe: that encodes few frames already"))
	}
	return errs
}
