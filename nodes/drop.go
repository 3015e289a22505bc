package nodes

import (
	"fmt"
	"time"
)

// Drop is the error of a node that gives up on one packet and goes on with the
// next: the nodes behind it do not see the frame, and it is counted as dropped
// with the reason. Every other error ends the run. A source cannot drop.
type Drop struct {
	Reason string // one word, for the account at the end, such as poison
	Err    error  // what has happened
}

func (d *Drop) Error() string { return "dropped (" + d.Reason + "): " + d.Err.Error() }

// Unwrap is what has happened.
func (d *Drop) Unwrap() error { return d.Err }

// TooOld is the Drop of a frame that a camera has captured longer ago than most, which
// is not worth showing any more; nil for younger ones, for files, and when most is 0.
func TooOld(st Stamp, most time.Duration) error {
	if most <= 0 || st.Captured.IsZero() {
		return nil
	}
	age := time.Since(st.Captured)
	if age <= most {
		return nil
	}
	return &Drop{Reason: "too_old", Err: fmt.Errorf("captured %v ago, and max_age is %v", age.Round(time.Millisecond), most)}
}
