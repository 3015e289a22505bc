package formats_test

import (
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/formats"
)

// crowd is a frame of a 720p video with 20 things on it.
func crowd(seq int) formats.Record {
	r := rand.New(rand.NewPCG(uint64(seq%7), 0))
	f := formats.Record{Stamp: nodes.Stamp{Stream: "crowd", Seq: uint64(seq)}, Width: 1280, Height: 720}
	for i := range 20 {
		m := blob(80, 80, 40, 40, 10+r.IntN(24)).Shift(60*i, 40*(i%16)+r.IntN(20))
		f.Items = append(f.Items, thing("person", i+1, 0.5, m))
	}
	return f
}

func BenchmarkWrite(b *testing.B) {
	for _, f := range formats.Formats() {
		b.Run(f.Name, func(b *testing.B) {
			records := make([]formats.Record, 7)
			for i := range records {
				records[i] = crowd(i)
			}
			w, err := formats.Create(filepath.Join(b.TempDir(), "a"), f.Name, formats.Options{})
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for b.Loop() {
				r := records[n%7]
				r.Stamp.Seq = uint64(n)
				if err := w.Write(r); err != nil {
					b.Fatal(err)
				}
				n++
			}
			if err := w.Close(); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "frames/s")
		})
	}
}

func BenchmarkRead(b *testing.B) {
	for _, f := range formats.Formats() {
		if !f.Reads {
			continue
		}
		b.Run(f.Name, func(b *testing.B) {
			const frames = 40
			path := filepath.Join(b.TempDir(), "a")
			var records []formats.Record
			for i := range frames {
				records = append(records, crowd(i))
			}
			write(b, path, f.Name, records)
			for b.Loop() {
				read(b, path, f.Name)
			}
			b.ReportMetric(float64(frames*b.N)/b.Elapsed().Seconds(), "frames/s")
		})
	}
}

// TestMemory: long videos go through in little memory.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("a long video takes a while")
	}
	const frames = 10_000 // of 20 things each
	dir := t.TempDir()
	first := filepath.Join(dir, "a.jsonl")
	few := crowd(0)
	for i := range few.Items { // small masks: it is their number that counts
		few.Items[i] = thing("person", i+1, 0.5, blob(20, 20, 10, 10, 6).Shift(40*i, 3*i))
	}
	w, err := formats.Create(first, "jsonl", formats.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range frames {
		few.Stamp.Seq = uint64(i)
		if err := w.Write(few); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	from := first
	for _, format := range []string{"coco", "ytvis", "mots", "coco-results", "cvat", "cvat-video"} {
		to := filepath.Join(dir, format)
		most := convert(t, from, to, format)
		t.Logf("%s: at most %d MB", format, most>>20)
		if most > 100<<20 {
			t.Errorf("%s: %d MB", format, most>>20)
		}
		if f, _ := formats.Lookup(format); f.Reads {
			from = to // the next one is made of it
		}
	}
}

// convert returns the most memory that was live at a few moments.
func convert(t *testing.T, from, to, format string) (most uint64) {
	t.Helper()
	records, err := formats.Read(from, "")
	if err != nil {
		t.Fatal(err)
	}
	w, err := formats.Create(to, format, formats.Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for r, err := range records {
		if err == nil {
			err = w.Write(r)
		}
		if err != nil {
			w.Abort()
			t.Fatal(err)
		}
		if n++; n%2500 == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}
	if err := w.Close(); err != nil || n < 9_000 {
		t.Fatal(n, err)
	}
	return most
}
