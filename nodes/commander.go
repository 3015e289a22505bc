package nodes

import "context"

// Commander is a node that takes orders while it runs, such as to segment what
// somebody has clicked on. A source takes none.
type Commander interface {
	// Commands are the names of the orders that it knows. They never change.
	Commands() []string
	// Command carries out an order, between two calls of Process and from the
	// goroutine that makes them. body and answer are JSON, as the node's type
	// documents them. An error does not end the run; a *Refusal says that the order
	// was wrong. What an order changes is part of the node's Snapshot.
	Command(ctx context.Context, name string, body []byte) (answer []byte, err error)
}

// Refusal is the error of an order that cannot be carried out as it is.
type Refusal struct {
	Missing bool // what it is about is not there, or not any more
	Reason  string
}

func (r *Refusal) Error() string { return r.Reason }
