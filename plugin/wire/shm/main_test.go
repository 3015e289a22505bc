//go:build linux

package shm

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

// A test that wants a second process starts its own binary again, with this
// variable naming a function of roles.
const roleVar = "MASKGRAPH_SHM_TEST_ROLE"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleVar); role != "" {
		if err := roles[role](); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// peer is a running second process.
type peer struct {
	*exec.Cmd
	in     io.WriteCloser
	out    *bufio.Scanner
	stderr strings.Builder
}

// start runs a role with the file as descriptor 3.
func start(t *testing.T, role string, file *os.File) *peer {
	t.Helper()
	p := &peer{Cmd: exec.CommandContext(t.Context(), os.Args[0])}
	p.Env = append(os.Environ(), roleVar+"="+role)
	p.Stderr = &p.stderr
	if file != nil {
		p.ExtraFiles = []*os.File{file}
	}
	var err error
	if p.in, err = p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewScanner(out)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.Process.Kill()
		p.Wait()
	})
	return p
}

// line is the next line that the process prints.
func (p *peer) line(t *testing.T) string {
	t.Helper()
	if !p.out.Scan() {
		t.Fatalf("the peer has nothing more to say; its last words: %s", p.stderr.String())
	}
	return p.out.Text()
}

// ask sends a line and returns the answer.
func (p *peer) ask(t *testing.T, question string) string {
	t.Helper()
	if _, err := io.WriteString(p.in, question+"\n"); err != nil {
		t.Fatal(err)
	}
	return p.line(t)
}

// open makes a pool that is closed at the end of the test, empty or not.
func open(t testing.TB, allot bool) *Pool {
	t.Helper()
	p, err := New("test", allot)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		clear(p.room.used)
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// alloc is an Alloc that works.
func alloc(t testing.TB, p *Pool, size int) []byte {
	t.Helper()
	pix, err := p.Alloc(size)
	if err != nil {
		t.Fatal(err)
	}
	return pix
}

// want compares the text of an error.
func want(t testing.TB, err error, text string) {
	t.Helper()
	if err == nil || err.Error() != text {
		t.Errorf("got  %v\nwant %s", err, text)
	}
}
