package masksink

import (
	"fmt"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// everything are outputs of every kind, with a file for each stream or run.
var everything = map[string]Config{
	"files of the run":       {Overlay: "out/o.mp4", COCO: "out/c.json", Masks: "out/m", JSONL: "out/l.jsonl"},
	"files of streams":       {Overlay: "{stream}/o.mkv", COCO: "{stream}.json", Masks: "{stream}-m", JSONL: "{stream}.jsonl"},
	"pictures":               {Overlay: "drawn/{stream}/{frame}.png", JSONL: "l.jsonl", Masks: "m"},
	"a constant rate":        {Overlay: "o.avi", FPS: 10},
	"a rate by stamps":       {Overlay: "o.avi", COCO: "c.json"},
	"webm":                   {Overlay: "o.webm"},
	"pictures beside labels": {YOLO: "yolo", Frames: "yolo/images/{stream}/{frame}.jpg", COCO: "c.json"},
	"documents of the run": {
		COCOResults: "r.json", YTVIS: "y.json", LabelStudio: "ls.json", CVAT: "cvat.xml", CSV: "t.csv", Cutouts: Cutouts{Folder: "cut", Every: 2, Margin: 2},
	},
	"documents of streams": {
		MOTS: "{stream}/mots.txt", MOTSPNG: "mots", MOT: "mot.txt", CVATVideo: "{stream}.xml", YOLO: "yolo-{stream}", Exact: "e.mkv",
		YTVIS: "{stream}.json", CSV: "{stream}.csv", LabelStudio: "{stream}-ls.json", CVAT: "{stream}-i.xml", COCOResults: "{stream}-r.json",
	},
}

// script are the packets of a run: streams of pictures with names that clash, a
// video with frames that nobody looked at, and a stream of which there is one frame.
func script() []nodes.Packet {
	var packets []nodes.Packet
	add := func(stream string, seq int, file string, skipped bool) {
		found := two(seq)
		found.Items[1].Label = fmt.Sprintf("thing %d\n", seq/2)
		found.Items[1].Track = 10 + seq
		if skipped {
			found = &nodes.Instances{Width: testWidth, Height: testHeight, Skipped: true}
		}
		p := packet(stream, seq, noise(testWidth, testHeight, seq), found)
		p.Stamp.File = file
		packets = append(packets, p)
	}
	for seq, file := range []string{"a.jpg", "a.png", "b.jpg", "a b.jpg", "a_b.jpg"} {
		add("pictures", seq, file, false)
	}
	for seq := range 5 {
		add("video", seq, "", seq%2 == 1)
	}
	add("one", 0, "", true)
	add("pictures", 0, "a.jpg", false)
	return packets
}

// run is a run of a node that can die.
type run struct {
	t     testing.TB
	cfg   Config
	node  *node
	state []byte // of the last packet
}

func (r *run) open() {
	r.t.Helper()
	r.node = newTestNode(r.cfg)
	r.node.resumable = true
	if r.state != nil {
		if err := r.node.Restore(r.state); err != nil {
			r.t.Fatal(err)
		}
	}
}

func (r *run) die() {
	if err := r.node.letGo(); err != nil {
		r.t.Error(err)
	}
}

func (r *run) process(p nodes.Packet) {
	r.t.Helper()
	if _, err := r.node.Process(r.t.Context(), p); err != nil {
		r.t.Fatal(err)
	}
}

func (r *run) snapshot() {
	r.t.Helper()
	var err error
	if r.state, err = r.node.Snapshot(); err != nil {
		r.t.Fatal(err)
	}
}

func (r *run) finish() {
	r.t.Helper()
	if err := r.node.Finish(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

// undisturbed is what a run without deaths leaves, and reports.
func undisturbed(t testing.TB, cfg Config, packets []nodes.Packet) (map[string]string, nodes.Report) {
	t.Helper()
	t.Chdir(t.TempDir())
	r := &run{t: t, cfg: cfg}
	r.open()
	for _, p := range packets {
		r.process(p)
	}
	r.finish()
	if err := r.node.Close(); err != nil {
		t.Fatal(err)
	}
	return contents(t), r.node.Report()
}
