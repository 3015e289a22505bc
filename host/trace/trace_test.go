package trace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// event is what the format knows of an event of the kinds that we write.
type event struct {
	Ph   string         `json:"ph"`
	Name string         `json:"name"`
	Cat  string         `json:"cat"`
	Pid  *int           `json:"pid"`
	Tid  *int           `json:"tid"`
	Ts   *float64       `json:"ts"`
	Dur  *float64       `json:"dur"`
	Args map[string]any `json:"args"`
}

// read holds a trace to the rules of the format: an array of objects, each of a known
// phase with what that phase must have; the slices of a thread do not overlap, or lie
// within each other.
func read(t *testing.T, text []byte) []event {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	var all []event
	if err := d.Decode(&all); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	threads := map[[2]int][]event{}
	for _, e := range all {
		if e.Name == "" || e.Pid == nil || e.Tid == nil {
			t.Fatalf("without name, pid or tid: %+v", e)
		}
		switch e.Ph {
		case "M":
			if !slices.Contains([]string{"process_name", "thread_name", "thread_sort_index"}, e.Name) || len(e.Args) != 1 {
				t.Errorf("no metadata event: %+v", e)
			}
		case "X":
			if e.Cat == "" || e.Ts == nil || e.Dur == nil || *e.Dur < 0 {
				t.Errorf("no complete event: %+v", e)
			}
			threads[[2]int{*e.Pid, *e.Tid}] = append(threads[[2]int{*e.Pid, *e.Tid}], e)
		default:
			t.Errorf("phase %q", e.Ph)
		}
	}
	for at, slices := range threads {
		end := 0.0
		for _, e := range slices {
			if *e.Ts < end-1e-4 {
				t.Errorf("thread %v: %+v begins before %.3f, when the last one ends", at, e, end)
			}
			end = *e.Ts + *e.Dur
		}
	}
	return all
}

const file = `version: 1
plugins: {sam: {path: x}}
nodes:
  video: {type: VideoSource, with: {uri: a.mp4}}
  masks: {type: SAMPrompter, plugin: sam, in: {frame: video}}
`

func create(t *testing.T) (*Writer, string) {
	t.Helper()
	spec, problems := graph.Parse("g.yaml", []byte(file))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	path := filepath.Join(t.TempDir(), "deep", "out.json")
	w, err := Create(path, spec)
	if err != nil {
		t.Fatal(err)
	}
	return w, path
}

func step(w *Writer, node string, seq int) graph.Step {
	at := func(ms float64) time.Time { return w.began.Add(time.Duration((float64(seq)*10 + ms) * 1e6)) }
	return graph.Step{
		Node: node, Stamp: nodes.Stamp{Stream: "a \"b\"\n\xff.mp4", Seq: uint64(seq), PTS: time.Duration(seq) * 40 * time.Millisecond},
		Asked: at(0), Began: at(2.5), Ended: at(9), Sent: at(9.000001),
	}
}

func TestTrace(t *testing.T) {
	w, path := create(t)
	for i := range 3 {
		w.Step(step(w, "video", i))
		w.Step(step(w, "masks", i))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, e := range read(t, text) {
		got[fmt.Sprintf("%s %s %d/%d %v", e.Ph, e.Name, *e.Pid, *e.Tid, e.Args["name"])]++
		if e.Ph == "X" && e.Name == "process" && *e.Dur != 6500 {
			t.Errorf("took %v us, want 6500", *e.Dur)
		}
	}
	for _, want := range []string{
		"M process_name 1/0 g.yaml", "M process_name 2/0 plugin sam", "M thread_name 1/1 video (VideoSource)", "M thread_name 2/2 masks (SAMPrompter)",
	} {
		if got[want] != 1 {
			t.Errorf("%d times %s in %v", got[want], want, got)
		}
	}
	for _, want := range []string{"X wait 1/1 <nil>", "X process 1/1 <nil>", "X wait 2/2 <nil>", "X process 2/2 <nil>"} {
		if got[want] != 3 {
			t.Errorf("%d times %s in %v", got[want], want, got)
		}
	}
	if got["X blocked 1/1 <nil>"] != 0 {
		t.Error("what took no time is there")
	}
	if _, err := os.Stat(w.part); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", w.part, err)
	}
}

// TestKilled: what is on the disk at any moment is a trace but for its bracket, and
// memory does not grow with the events.
func TestKilled(t *testing.T) {
	w, path := create(t)
	for i := range 3000 {
		w.Step(step(w, "masks", i))
		if len(w.buffer) > bufferSize+1<<10 {
			t.Fatalf("%d bytes wait", len(w.buffer))
		}
		if i%500 != 0 {
			continue
		}
		text, err := os.ReadFile(w.part)
		if err != nil {
			t.Fatal(err)
		}
		read(t, append(text, ']'))
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("%s is there before it is complete", path)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestNoSpace(t *testing.T) {
	w, path := create(t)
	w.file.Close()
	for i := range 500 {
		w.Step(step(w, "masks", i))
	}
	if err := w.Close(); err == nil {
		t.Error("nobody hears of it")
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("%s looks complete", path)
	}
}

func BenchmarkStep(b *testing.B) {
	spec, _ := graph.Parse("g.yaml", []byte(file))
	w, err := Create(filepath.Join(b.TempDir(), "o.json"), spec)
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	s := step(w, "masks", 1)
	for b.Loop() {
		w.Step(s)
	}
}
