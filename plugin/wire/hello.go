package wire

import (
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"sync"
)

// hello is the first line on a program's standard output, with which it says where
// it serves: core version|version|network|address|protocol|certificate.
type hello struct {
	toPlugin *io.PipeWriter // go-plugin's reader of lines

	mu   sync.Mutex
	line string
}

// maxHello is what go-plugin's reader of lines takes easily.
const maxHello = 16 << 10

// read hands the first line to go-plugin, and the others to the log.
func (h *hello) read(stdout io.Reader, log *slog.Logger) {
	defer func() { _ = h.toPlugin.Close() }() // the reader has what it needs
	first := true
	for line := range lines(stdout) {
		if !first {
			log.Info(line)
			continue
		}
		first = false
		line = line[:min(len(line), maxHello)]
		h.mu.Lock()
		h.line = line
		h.mu.Unlock()
		_, _ = io.WriteString(h.toPlugin, line+"\n") // fails when nobody reads
	}
}

func (h *hello) text() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.line
}

// certificate says that the program speaks TLS. One that cannot, such as one
// without go-plugin, leaves the last part empty; its socket lies in a directory
// that only this user can enter.
func (h *hello) certificate() bool {
	parts := strings.Split(h.text(), "|")
	return len(parts) > 5 && len(strings.TrimSpace(parts[5])) > 50
}

// explain says what is wrong with the line, if anything is.
func (h *hello) explain() error {
	line := h.text()
	if line == "" {
		return nil
	}
	parts := strings.Split(line, "|")
	if len(parts) < 5 || parts[0] != "1" || strings.TrimSpace(parts[4]) != "grpc" {
		return fmt.Errorf("it is no maskgraph plugin: it began with %.60q", line)
	}
	version, err := strconv.Atoi(parts[1])
	if err != nil || version == Version {
		return err
	}
	return fmt.Errorf("it speaks version %d of the protocol and this host version %d: build both from one release", version, Version)
}
