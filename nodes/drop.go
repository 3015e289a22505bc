package nodes

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
