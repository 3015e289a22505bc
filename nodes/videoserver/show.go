package videoserver

import (
	"github.com/maskgraph/maskgraph/nodes"
)

// show is one way to watch.
type show interface {
	// begin makes the place for a stream, and ends that of the one before.
	begin(stream string) error
	// wanted says whether anybody watches.
	wanted() bool
	// show hands a picture of even size to all who watch. It waits for nobody.
	show(f *nodes.Frame, stamp nodes.Stamp) error
	counts() (viewers, dropped int64)
	url() string
	close() error
}
