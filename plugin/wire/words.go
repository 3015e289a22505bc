package wire

import (
	"strings"
	"sync"
)

// words are the last lines that a program wrote before it ended. From the line on
// with which the runtime of a language gives up they are the first ones: what
// follows is a stack for each goroutine.
type words struct {
	mu    sync.Mutex
	dying bool
	lines []string
}

const maxWords = 40

// add keeps a line. It says whether the program is dying.
func (w *words) add(line string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.dying && isLastWord(line) {
		w.dying, w.lines = true, nil
	}
	if w.dying && len(w.lines) == maxWords {
		return true
	}
	if len(w.lines) == maxWords {
		w.lines = w.lines[1:]
	}
	w.lines = append(w.lines, line)
	return w.dying
}

// isLastWord knows how Go and C++ begin.
func isLastWord(line string) bool {
	for _, start := range []string{"panic: ", "fatal error: ", "unexpected fault address ", "SIG", "terminate called "} {
		if strings.HasPrefix(line, start) && (start != "SIG" || strings.Contains(line, ": ")) {
			return true
		}
	}
	return false
}

func (w *words) all() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.TrimSpace(strings.Join(w.lines, "\n"))
}

// summary is the one line that says most: the first when a runtime gives up, else
// the last one.
func (w *words) summary() string {
	all := w.all()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.dying {
		first, _, _ := strings.Cut(all, "\n")
		return first
	}
	return all[strings.LastIndex(all, "\n")+1:]
}
