package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
)

// resumption makes a run one that can be resumed, or resumes one. A nil one does
// neither.
type resumption struct {
	graph   string
	path    string
	resumes bool
	every   time.Duration // between checkpoints; 0: none are taken
	kept    keptRun
	failed  bool // the last checkpoint could not be written
}

// newResumption prepares a run. With resume, it goes on where the one before was
// broken off; without, it says that it could. every is in seconds.
func newResumption(spec *graph.Spec, sets []string, resume bool, every float64) (*resumption, error) {
	if every < 0 {
		return nil, usage("--checkpoint %g: must be at least 0", every)
	}
	path, err := checkpointPath(spec.File, sets)
	if err != nil && resume {
		return nil, err
	}
	if err != nil {
		slog.Warn("this run could not be resumed", "error", err)
		return nil, nil
	}
	forgetOld(filepath.Dir(path))
	r := &resumption{graph: spec.File, path: path, resumes: resume, every: time.Duration(every * float64(time.Second))}
	r.kept = keptRun{Program: version, Text: spec.Text, Sets: sets}
	before, err := readCheckpoint(path)
	if resume {
		err = r.check(before, err)
		r.kept = before
		return r, err
	}
	if err == nil && len(before.Cuts) > 0 && r.check(before, nil) == nil {
		slog.Warn(fmt.Sprintf("a run of this graph was broken off %s: --resume would have gone on there, this one starts anew", before.after()))
	}
	return r, nil
}

// check says why a run cannot be resumed from what lay in its checkpoint file.
func (r *resumption) check(before keptRun, err error) error {
	const anew = "run it without --resume"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		others := ""
		if found := otherSettings(r.path); len(found) > 0 {
			others = " (there is one " + strings.Join(found, ", one ") + ")"
		}
		return usage("%s: there is no run to resume%s; %s", r.graph, others, anew)
	case errors.Is(err, errDamaged):
		return fmt.Errorf("%s: its checkpoint %s %w; %s", r.graph, r.path, err, anew)
	case err != nil:
		return fmt.Errorf("%s: its checkpoint cannot be read: %w", r.graph, err)
	case !bytes.Equal(before.Text, r.kept.Text):
		return usage("%s: has changed since its run was broken off: put it back as it was, or %s", r.graph, anew)
	case before.Program != version:
		return usage("%s: the run was that of maskgraph %s, this is %s; %s", r.graph, before.Program, version, anew)
	}
	return nil
}

// begin puts an open graph where the run was broken off and has checkpoints taken.
func (r *resumption) begin(g *graph.Graph) error {
	if r == nil {
		return nil
	}
	if r.resumes {
		silent, err := g.Restore(r.kept.Checkpoint)
		if err != nil {
			return fmt.Errorf("the run cannot be resumed: %w; run it without --resume", err)
		}
		slog.Info("the run goes on " + r.kept.after())
		for _, name := range silent {
			slog.Info("this node cannot tell its state: it sees all frames until there again", "node", name)
		}
	}
	keeps := r.every > 0 && g.KeepCheckpoints(r.every, r.save)
	switch {
	case r.resumes: // what there is holds until there is more
	case keeps:
		r.save(graph.Checkpoint{})
	default:
		r.remove() // that of the run before is not of the files that this one writes
	}
	return nil
}

// save replaces the checkpoint file. When it cannot be written, the run goes on.
func (r *resumption) save(c graph.Checkpoint) {
	k := r.kept
	k.Checkpoint = c
	if err := k.write(r.path); err != nil {
		if !r.failed {
			slog.Warn("no checkpoint could be written, which --resume would need", "error", err)
		}
		r.failed = true
		return
	}
	r.kept, r.failed = k, false
}

// end takes leave of a run that has come to its end, and says how another one that
// was broken off goes on.
func (r *resumption) end(complete bool) {
	switch {
	case r == nil:
	case complete, len(r.kept.Cuts) == 0:
		r.remove()
	default:
		slog.Info("maskgraph run --resume goes on " + r.kept.after())
	}
}

func (r *resumption) remove() {
	if err := os.Remove(r.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		slog.Warn("a checkpoint that is of no use any more is left", "error", err)
	}
}
