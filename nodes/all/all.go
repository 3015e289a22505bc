// Package all is the list of the built-in nodes.
package all

import (
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/detector"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/masksink"
	"github.com/maskgraph/maskgraph/nodes/publisher"
	"github.com/maskgraph/maskgraph/nodes/recorder"
	"github.com/maskgraph/maskgraph/nodes/samedges"
	"github.com/maskgraph/maskgraph/nodes/sameverything"
	"github.com/maskgraph/maskgraph/nodes/samprompter"
	"github.com/maskgraph/maskgraph/nodes/tracker"
	"github.com/maskgraph/maskgraph/nodes/videoserver"
	"github.com/maskgraph/maskgraph/nodes/videosource"
)

// Factories is every built-in node type. A new one is one line here.
func Factories() []nodes.Factory {
	return []nodes.Factory{
		videosource.Factory,
		detector.Factory,
		samprompter.Factory,
		sameverything.Factory,
		samedges.Factory,
		tracker.Factory,
		masksink.Factory,
		recorder.Factory,
		publisher.Factory,
		videoserver.Factory,
	}
}

// Registry is a registry of Factories, for a program that runs them: it takes
// OpenCV's threads away and most of the C library's heaps, see cv.OneThread and cv.TameHeaps.
func Registry() *nodes.Registry {
	cv.OneThread()
	cv.TameHeaps()
	return nodes.MustRegistry(Factories()...)
}
