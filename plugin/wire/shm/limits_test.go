//go:build linux

package shm

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

const limitVar = "MASKGRAPH_SHM_TEST_LIMIT"

// limited says what comes of a pool under a limit.
func limited() error {
	var what string
	var resource int
	var limit, space, share uint64
	if _, err := fmt.Sscan(os.Getenv(limitVar), &what, &resource, &limit); err != nil {
		return err
	}
	share = 1
	if resource == unix.RLIMIT_AS { // beyond what the process has, or its runtime gives up first
		statm, err := os.ReadFile("/proc/self/statm")
		if err != nil {
			return err
		}
		fmt.Sscan(string(statm), &space)
		limit += space * uint64(os.Getpagesize())
		share = 8
	}
	if err := unix.Setrlimit(resource, &unix.Rlimit{Cur: limit, Max: limit}); err != nil {
		return err
	}
	tries := map[string]func() (*Pool, error){
		"new":  func() (*Pool, error) { return New("small", true) },
		"open": func() (*Pool, error) { return Open(3, false) },
	}
	p, err := tries[what]()
	if err != nil {
		return err
	}
	fmt.Println(len(p.mem) <= pages(int(limit/share)), p.Close())
	return nil
}

func TestLimits(t *testing.T) {
	const none = "shm: make pool small: cannot map even 64 MiB: %s: raise the limits of address space and of file size (ulimit -v, ulimit -f)"
	p := open(t, true)
	size := len(p.mem) >> 20
	tests := []struct {
		name, what string
		resource   int
		limit      uint64
		want       string
	}{
		{"address space, make", "new", unix.RLIMIT_AS, 48 << 20, fmt.Sprintf(none, "mmap: cannot allocate memory")},
		{"address space, make a smaller one", "new", unix.RLIMIT_AS, 4 << 30, "true <nil>"},
		{"address space, open", "open", unix.RLIMIT_AS, 48 << 20, fmt.Sprintf("shm: open the pool on descriptor 3: "+
			"cannot map its %d MiB: mmap: cannot allocate memory: raise the limit of address space (ulimit -v)", size)},
		{"file size, make", "new", unix.RLIMIT_FSIZE, 32 << 20, fmt.Sprintf(none, "file too large")},
		{"file size, make a smaller one", "new", unix.RLIMIT_FSIZE, 100 << 20, "true <nil>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv(limitVar, fmt.Sprint(tt.what, " ", tt.resource, " ", tt.limit))
			if got := start(t, "limited", p.File()).line(t); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// traces counts the descriptors and mappings of pools that this process has.
func traces() (files, mappings int) {
	entries, _ := os.ReadDir("/proc/self/fd")
	for _, e := range entries {
		if target, _ := os.Readlink("/proc/self/fd/" + e.Name()); strings.Contains(target, "memfd:maskgraph-") {
			files++
		}
	}
	maps, _ := os.ReadFile("/proc/self/maps")
	return files, strings.Count(string(maps), "memfd:maskgraph-")
}
