// Package examples_test builds the examples as their readers would, and runs them.
// That of package blur has tests of its own.
package examples_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if err := os.Chdir("../.."); err != nil { // paths in graph files start at the root
		panic(err)
	}
	_ = os.Setenv("OPENCV_LOG_LEVEL", "SILENT")
	goleak.VerifyTestMain(m)
}

const folder = "plugin/examples/brightness/"

// python makes python3 an interpreter that has what the example needs, and builds
// the example's stubs where it finds them. Without one the test is skipped.
func python(t *testing.T) {
	t.Helper()
	look(t)
	paths := []string{os.Getenv("PATH"), "/usr/bin:" + os.Getenv("PATH")} // a python3 of one's own hides the system's
	for _, path := range paths {
		t.Setenv("PATH", path)
		if exec.Command("python3", "-c", "import google.protobuf, grpc, numpy").Run() != nil {
			continue
		}
		if _, err := exec.LookPath("grpc_python_plugin"); err != nil && exec.Command("python3", "-c", "import grpc_tools").Run() != nil {
			continue
		}
		stubs := t.TempDir()
		run(t, folder+"build.sh", stubs)
		t.Setenv("PYTHONPATH", stubs)
		t.Setenv("PYTHONDONTWRITEBYTECODE", "1")
		return
	}
	t.Skip("no python3 with grpcio and numpy, or nothing that makes stubs: apt-get install python3-grpcio python3-numpy protobuf-compiler-grpc")
}

// look at what this process does not read itself: go test takes an earlier result
// as long as the files that a test has looked at are the same.
func look(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob("plugin/examples/*/*")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	for _, file := range append(files, "plugin/wire/nodepb/node.proto") {
		if _, err := os.Stat(file); err != nil {
			t.Fatal(err)
		}
	}
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}
