package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// turn is what one process did.
type turn struct {
	Seconds float64 `json:"seconds"` // from the loaded models to the written file
	Frames  int     `json:"frames"`
	Masks   int     `json:"masks"`
	Area    int     `json:"area"`   // of all masks, in pixels; 0 where none were made
	PeakMB  float64 `json:"peakMB"` // of memory, of all its processes together, shared pages counted once
}

// turnTime bounds a turn, which takes seconds.
const turnTime = 5 * time.Minute

// turn lets a rival do a workload.
func (b *bench) turn(ctx context.Context, r rival, w workload) (turn, error) {
	out := filepath.Join(b.dir, "masks.json")
	name, args := r.command(w, out)
	said, peak, err := start(ctx, name, args...)
	if err != nil {
		return turn{}, err
	}
	t, err := r.read(out, said)
	if err != nil {
		return turn{}, err
	}
	t.PeakMB = peak
	if off := float64(t.Masks-w.Boxes) / float64(w.Boxes); t.Frames != w.Frames || off < 0 || off > r.more {
		return t, fmt.Errorf("%d frames with %d masks, want %d with %d: the comparison is not fair", t.Frames, t.Masks, w.Frames, w.Boxes)
	}
	return t, nil
}

// start runs a program to its end and watches its memory.
func start(ctx context.Context, name string, args ...string) (said string, peakMB float64, err error) {
	ctx, cancel := context.WithTimeout(ctx, turnTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if err := cmd.Start(); err != nil {
		return "", 0, err
	}
	over, peak := make(chan struct{}), make(chan float64)
	go func() {
		most := 0.0
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-over:
				peak <- most
				return
			case <-tick.C:
				most = max(most, memoryMB(cmd.Process.Pid))
			}
		}
	}()
	err = cmd.Wait()
	close(over)
	peakMB = <-peak
	if err != nil {
		return "", peakMB, fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(errOut.String()))
	}
	return out.String() + errOut.String(), peakMB, nil
}

// readSaid reads what a loop prints.
func readSaid(_, said string) (t turn, err error) {
	return t, answer(said, &t)
}

// answer reads the line that is JSON.
func answer(said string, v any) error {
	for line := range strings.Lines(said) {
		if strings.HasPrefix(line, "{") {
			return json.Unmarshal([]byte(line), v)
		}
	}
	return fmt.Errorf("it says %q", said)
}

// readRun reads the account and the file of a run of ours.
func readRun(account string) func(out, said string) (turn, error) {
	return func(out, _ string) (t turn, err error) {
		var run struct{ Seconds float64 }
		if err := readJSON(account, &run); err != nil {
			return t, err
		}
		var coco struct {
			Images      []struct{}
			Annotations []struct{ Area float64 }
		}
		if err := readJSON(out, &coco); err != nil {
			return t, err
		}
		t.Seconds, t.Frames, t.Masks = run.Seconds, len(coco.Images), len(coco.Annotations)
		for _, a := range coco.Annotations {
			t.Area += int(a.Area)
		}
		return t, nil
	}
}

func readJSON(path string, v any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, v)
}

// runGraph runs a graph that is no rival.
func (b *bench) runGraph(ctx context.Context, name, text string) error {
	file := filepath.Join(b.dir, name+".yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return err
	}
	_, _, err := start(ctx, "bin/maskgraph", "run", "--quiet", "--checkpoint", "0", file)
	return err
}
