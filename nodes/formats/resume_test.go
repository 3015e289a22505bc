package formats_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes/formats"
)

// written is what a part leaves, by name, after deaths: at each of the given frames it
// goes on from the state of the frame before, whatever came later.
func written(t *testing.T, f formats.Info, records []formats.Record, deaths ...int) map[string]string {
	t.Helper()
	temp := filepath.Join(t.TempDir(), "part")
	if f.Folder {
		if err := os.Mkdir(temp, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	p, err := f.Begin(temp, formats.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range records {
		saved, err := p.Save()
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Write(r); err != nil {
			t.Fatal(err)
		}
		if len(deaths) > 0 && deaths[0] == i {
			deaths = deaths[1:]
			if i+1 < len(records) {
				if err := p.Write(records[i+1]); err != nil {
					t.Fatal(err)
				}
			}
			end := p.Close
			if i%2 == 0 {
				end = func() error { return p.End(i%4 == 0) }
			}
			if err := end(); err != nil {
				t.Fatal(err)
			}
			if p, err = f.Resume(temp, formats.Options{}, saved); err != nil {
				t.Fatal(err)
			}
			if err := p.Write(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := p.End(true); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(temp + formats.Side); (err == nil) != f.Aside {
		t.Errorf("a second file: %v", err)
	}
	out := map[string]string{}
	dir := filepath.Dir(temp)
	for _, name := range listed(t, dir) {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if name != "part"+formats.Side { // which has to be removed
			out[name] = string(text)
		}
	}
	return out
}

// TestResume: whatever the moment of a death, the file is that of an undisturbed run.
func TestResume(t *testing.T) {
	for _, f := range formats.Formats() {
		if !f.Writes {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			records := hostile()
			want := written(t, f, records)
			for at := range records {
				if diff := cmp.Diff(want, written(t, f, records, at)); diff != "" {
					t.Fatalf("death at frame %d: %s", at, diff)
				}
			}
			if diff := cmp.Diff(want, written(t, f, records, 0, 1, 2, 3, 4, 5, 6, 7, 8)); diff != "" {
				t.Fatalf("death at every frame: %s", diff)
			}
		})
	}
}

// TestResumeOfWhatIsGone says so, and leaves what there is.
func TestResumeOfWhatIsGone(t *testing.T) {
	for _, f := range formats.Formats() {
		if !f.Writes {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			temp := filepath.Join(t.TempDir(), "part")
			if f.Folder {
				if err := os.Mkdir(temp, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			p, err := f.Begin(temp, formats.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Write(street(1)[0]); err != nil {
				t.Fatal(err)
			}
			saved, err := p.Save()
			if err := errors.Join(err, p.End(true), os.Rename(temp, temp+"2")); err != nil {
				t.Fatal(err)
			}
			if _, err := f.Resume(temp, formats.Options{}, saved); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("got %v", err)
			}
			if _, err := f.Resume(temp, formats.Options{}, []byte("x")); err == nil || errors.Is(err, os.ErrNotExist) {
				t.Errorf("got %v", err)
			}
		})
	}
}
