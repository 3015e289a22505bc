package formats_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func save(t testing.TB, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// python runs a script with arguments and returns what it prints. Without Python or
// the modules that it imports the test is skipped.
func python(t *testing.T, modules []string, script string, args ...string) string {
	t.Helper()
	if err := exec.Command("python3", "-c", "import "+strings.Join(modules, ", ")).Run(); err != nil {
		t.Skipf("python3 with %s is not here: this check by another reader is left out", strings.Join(modules, ", "))
	}
	out, err := exec.Command("python3", append([]string{"-c", script}, args...)...).Output()
	if err != nil {
		if exit, ok := err.(*exec.ExitError); ok {
			t.Fatalf("%v\n%s", err, exit.Stderr)
		}
		t.Fatal(err)
	}
	return string(out)
}
