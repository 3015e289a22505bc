package wire_test

import (
	"bufio"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestHostKilled kills the host, which cannot clean up then.
func TestHostKilled(t *testing.T) {
	for _, how := range []string{"", "hang", "stop"} {
		t.Run("plugin does "+how, func(t *testing.T) {
			dir := t.TempDir()
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(self, dir, how)
			cmd.Env = append(os.Environ(), as+"=host")
			out, err := cmd.StdoutPipe()
			if err == nil {
				err = cmd.Start()
			}
			if err != nil {
				t.Fatal(err)
			}
			line, _ := bufio.NewReader(out).ReadString('\n')
			pid, err := strconv.Atoi(strings.TrimSpace(line))
			if err != nil || !alive(pid) {
				t.Fatalf("the host says %q", line)
			}
			killed := time.Now()
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			for alive(pid) {
				if time.Since(killed) > 2*time.Second {
					_ = syscall.Kill(pid, syscall.SIGKILL)
					t.Fatalf("process %d outlives the host", pid)
				}
				time.Sleep(5 * time.Millisecond)
			}
			t.Logf("gone after %v", time.Since(killed))
			wantEmpty(t, dir)
		})
	}
}

// alive says that a process runs; one that nobody has reaped does not.
func alive(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	_, state, _ := strings.Cut(string(stat), ") ")
	return err == nil && !strings.HasPrefix(state, "Z")
}
