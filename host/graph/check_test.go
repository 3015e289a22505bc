package graph

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheckFixtures runs testdata/check: a graph, a line "-- want --", what is
// wrong with it. A line "# set: …" in the graph stands for a --set argument.
func TestCheckFixtures(t *testing.T) {
	files, err := filepath.Glob("testdata/check/*.yaml")
	if err != nil || len(files) < 12 {
		t.Fatalf("fixtures are missing: %d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text, want, ok := strings.Cut(string(content), "-- want --\n")
			if !ok {
				t.Fatal(`no line "-- want --"`)
			}
			if got := complaints(t, text); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func complaints(t *testing.T, text string) string {
	t.Helper()
	var out strings.Builder
	spec, problems := Parse("graph.yaml", []byte(text))
	if spec == nil {
		for _, p := range problems {
			out.WriteString(p.Error() + "\n")
		}
		return out.String()
	}
	for line := range strings.Lines(text) {
		expr, ok := strings.CutPrefix(line, "# set: ")
		if !ok {
			continue
		}
		if err := spec.Set(strings.TrimSuffix(expr, "\n")); err != nil {
			out.WriteString(err.Error() + "\n")
		}
	}
	problems, warnings := spec.Check(checkRegistry())
	for _, p := range problems {
		out.WriteString(p.Error() + "\n")
	}
	for _, w := range warnings {
		out.WriteString("warning: " + w.Error() + "\n")
	}
	return out.String()
}
