package masksink

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestDeathAfterEveryPacket: after each packet the node dies, half of the time
// before anybody has got the snapshot; and over Finish it dies as well.
func TestDeathAfterEveryPacket(t *testing.T) {
	packets := script()
	defer releaseAll(packets)
	for name, cfg := range everything {
		for _, lost := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, lost %v", name, lost), func(t *testing.T) {
				want, report := undisturbed(t, cfg, packets)
				t.Chdir(t.TempDir())
				r := &run{t: t, cfg: cfg}
				r.open()
				for _, p := range packets {
					r.process(p)
					if lost {
						r.die()
						smear(t, []byte("{\"half"))
						r.open()
						r.process(p)
					}
					r.snapshot()
					r.die()
					smear(t, []byte{0, 0, 0})
					r.open()
				}
				r.finish()
				r.die()
				r.open()
				r.finish()
				if err := r.node.Close(); err != nil {
					t.Fatal(err)
				}
				wantContents(t, want)
				if got := fmt.Sprint(r.node.Report()); got != fmt.Sprint(report) {
					t.Errorf("report: got %s, want %s", got, fmt.Sprint(report))
				}
			})
		}
	}
}

// TestDeathAnywhere goes on from any snapshot, however old, and whether the files
// were ended meanwhile or not.
func TestDeathAnywhere(t *testing.T) {
	packets := script()
	defer releaseAll(packets)
	type outcome map[string]string
	want := map[string]outcome{}
	for name, cfg := range everything {
		want[name], _ = undisturbed(t, cfg, packets)
	}
	names := slices.Sorted(maps.Keys(everything))
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.SampledFrom(names).Draw(rt, "outputs")
		t.Chdir(t.TempDir())
		r := &run{t: t, cfg: everything[name]}
		r.open()
		next := 0
		for range rapid.IntRange(0, 4).Draw(rt, "deaths") {
			next = r.until(rt, packets, next)
			r.open()
		}
		for _, p := range packets[next:] {
			r.process(p)
		}
		r.finish()
		wantContents(t, want[name])
		if t.Failed() {
			rt.FailNow()
		}
	})
}

// until goes on from packet next to an end of some kind, and returns the number of
// packets that the last snapshot knows of.
func (r *run) until(rt *rapid.T, packets []nodes.Packet, next int) int {
	r.t.Helper()
	kept := rapid.IntRange(next, len(packets)).Draw(rt, "snapshot after")
	for ; next < kept; next++ {
		r.process(packets[next])
		r.snapshot()
	}
	all := next == len(packets)
	if !all && rapid.Bool().Draw(rt, "a packet without snapshot") {
		r.process(packets[next])
		r.die()
		smear(r.t, rapid.SliceOf(rapid.Byte()).Draw(rt, "garbage"))
		return next
	}
	switch end := rapid.SampledFrom([]string{"death", "end", "interrupted"}).Draw(rt, "end"); end {
	case "death":
		r.die()
		smear(r.t, rapid.SliceOf(rapid.Byte()).Draw(rt, "garbage"))
	case "interrupted", "end":
		switch {
		case all:
			r.finish()
		case end == "interrupted":
			if err := r.node.Finish(nodes.Interrupt(r.t.Context())); err != nil {
				r.t.Fatal(err)
			}
		}
		if err := r.node.Close(); err != nil {
			r.t.Fatal(err)
		}
	}
	return next
}
