package formats_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/formats"
)

// kept is what a format keeps. What is on a frame is compared in any order.
type kept struct {
	format                       string
	frames, times, scores, boxes bool // frames: the list of them, with names and sizes
	skipped, ignored, maskless   bool
	tracks                       bool
	apart                        bool // no two masks overlap
	untracked                    bool // what has no track comes back without one
	near                         bool // masks are not exactly the same
	label                        func(string) string
}

func keptByAll() []kept {
	same := func(l string) string { return l }
	object := func(l string) string {
		if l == "" {
			return "object"
		}
		return l
	}
	mots := func(l string) string { // in the order in which objects draws them
		return map[string]string{"": "class 3", "car": "car", "person": "pedestrian"}[l]
	}
	return []kept{
		{format: "jsonl", frames: true, times: true, scores: true, boxes: true, skipped: true, ignored: true, maskless: true, tracks: true, untracked: true, label: same},
		{format: "coco", frames: true, times: true, scores: true, ignored: true, maskless: true, tracks: true, untracked: true, label: object},
		{format: "ytvis", frames: true, times: true, scores: true, ignored: true, maskless: true, tracks: true, untracked: true, label: object},
		{format: "yolo", frames: true, times: true, untracked: true, maskless: true, near: true, label: object},
		{format: "mots", ignored: true, tracks: true, apart: true, untracked: true, label: mots},
		{format: "mots-png", ignored: true, tracks: true, apart: true, label: object},
		{format: "davis", tracks: true, apart: true, label: same},
		{format: "mot", scores: true, boxes: true, tracks: true, maskless: true, untracked: true, label: func(string) string { return "" }},
	}
}

// TestRoundTrip: what a format keeps is the same when it is read again.
func TestRoundTrip(t *testing.T) {
	for _, k := range keptByAll() {
		t.Run(k.format, func(t *testing.T) {
			dir := t.TempDir()
			n := 0
			rapid.Check(t, func(rt *rapid.T) {
				n++
				records := video(rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0)), k.untracked)
				path := filepath.Join(dir, fmt.Sprint(n))
				write(t, path, k.format, records)
				got := read(t, path, k.format)
				recognised, err := formats.Recognise(path)
				if (err != nil || recognised != k.format) && hasItems(got) {
					rt.Errorf("recognised as %s: %v", recognised, err)
				}
				if diff := cmp.Diff(k.view(records, k.label), k.view(got, func(l string) string { return l })); diff != "" {
					rt.Error(diff)
				}
			})
		})
	}
}

func hasItems(records []formats.Record) bool {
	return slices.ContainsFunc(records, func(r formats.Record) bool { return len(r.Items) > 0 })
}

// video draws a short one.
func video(r *rand.Rand, untracked bool) []formats.Record {
	width, height := 3+r.IntN(30), 3+r.IntN(30)
	labels := []string{"car", "person"}
	if r.IntN(2) == 0 {
		labels = append(labels, "")
	}
	var all []formats.Record
	for i := range 1 + r.IntN(5) {
		f := formats.Record{
			Stamp: nodes.Stamp{Stream: "1", Seq: uint64(3*i + r.IntN(3)), PTS: time.Duration(i)*time.Second + 123456789}, Width: width, Height: height,
			Skipped: r.IntN(5) == 0,
		}
		f.Name = formats.FrameName(f.Stamp)
		for track := range r.IntN(5) {
			if f.Skipped || track == 0 && !untracked {
				continue
			}
			it := thing(labels[track%len(labels)], track, float32(r.IntN(1000))/1000, speckled(r, width, height))
			it.Mask = mended(it.Mask)
			if it.Box = it.Mask.Box(); r.IntN(9) == 0 {
				it.Origin = &nodes.Origin{Prompt: "box", Box: it.Box, Points: []nodes.Point{{X: 1, Y: 2.5}}, Steps: []string{"clip"}, Age: time.Second}
			}
			if r.IntN(6) == 0 {
				it.Mask, it.Origin = nil, nil
			}
			f.Items = append(f.Items, it)
		}
		if r.IntN(4) == 0 && !f.Skipped {
			f.Ignore = append(f.Ignore, thing("person", 0, 1, mended(speckled(r, width, height))))
		}
		all = append(all, f)
	}
	return all
}

// mended is a mask that is not empty.
func mended(m *nodes.Mask) *nodes.Mask {
	if m.Empty() {
		return nodes.MaskFromBitmap(0, 0, 1, 1, []byte{1})
	}
	return m
}
