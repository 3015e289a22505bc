package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
)

// RemoveStream is for visitors of the page: see web.Control. One that a file names
// comes back when that is loaded anew.
func (s *streams) RemoveStream(name string) (ok bool) {
	s.changing.Lock()
	defer s.changing.Unlock()
	if !s.fleet.Remove(name) {
		return false
	}
	slog.Info("a stream was removed", "stream", name)
	s.added = slices.DeleteFunc(s.added, func(a addition) bool { return a.name == name })
	s.specs = slices.DeleteFunc(s.specs, func(spec *graph.Spec) bool { return spec.Name() == name })
	return true
}

// reloads loads the files anew, as often as somebody says why, until done.
func (s *streams) reloads(ctx context.Context, reload <-chan string, done <-chan struct{}) {
	for {
		select {
		case why := <-reload:
			s.reload(why)
		case <-ctx.Done():
			return
		case <-done:
			return
		}
	}
}

func (s *streams) reload(why string) {
	err := s.load()
	if err == nil {
		slog.Info("loaded anew: " + why)
		err = s.fleet.Apply(s.specs)
	}
	if err == nil {
		return
	}
	for line := range strings.Lines(err.Error()) {
		slog.Error(strings.TrimSuffix(line, "\n"))
	}
	slog.Error("nothing was changed: what runs goes on", "reason", why)
}

// watchEvery is how often files are looked at. Editors replace files, which tells
// more to whoever reads them than to whoever has them open.
const watchEvery = 500 * time.Millisecond

// watchFiles says when one of the files has changed, and what it holds is the same at
// two looks: somebody may be writing. Call what it returns at the end.
func watchFiles(files []string, changed chan<- string) (end func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	known := readAll(files)
	go func() {
		defer close(ended)
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		last := known
		for {
			select {
			case <-tick.C:
			case <-done:
				return
			}
			now := readAll(files)
			settled := slices.EqualFunc(now, last, bytes.Equal)
			if last = now; !settled || slices.EqualFunc(now, known, bytes.Equal) {
				continue
			}
			known = now
			select {
			case changed <- "a graph file has changed":
			case <-done:
				return
			}
		}
	}()
	return func() {
		close(done)
		<-ended
	}
}

// readAll is what files hold; nil for one that is not there at this moment.
func readAll(files []string) [][]byte {
	all := make([][]byte, len(files))
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err == nil || errors.Is(err, os.ErrNotExist) {
			all[i] = text
		}
	}
	return all
}
