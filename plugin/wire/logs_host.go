package wire

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"iter"
	"log/slog"
	"strings"
	"time"

	"github.com/hashicorp/go-hclog"
)

// maxLine is how much is read of one line of a program's output. What comes after
// is dropped, and read all the same: a pipe that nobody empties stops the program.
const maxLine = 64 << 10

func lines(r io.Reader) iter.Seq[string] {
	return func(yield func(string) bool) {
		for br := bufio.NewReaderSize(r, maxLine); ; {
			part, cut, err := br.ReadLine()
			line := strings.ToValidUTF8(string(part), "\uFFFD")
			if cut {
				line += " …"
			}
			for cut && err == nil {
				_, cut, err = br.ReadLine()
			}
			if err != nil && line == "" || !yield(line) {
				return
			}
		}
	}
}

// logLine passes on what a program writes to its standard error: lines of a logger
// with their levels, to the log of the node that they come from if it is known, and
// other text as it is.
func logLine(log *slog.Logger, nodes *nodeLogs, last *words, line string) {
	ctx := context.Background()
	record, ok := parseRecord(line)
	switch {
	case ok:
		if record.Level >= slog.LevelWarn {
			last.add(record.Message)
		}
		log, record = nodes.of(log, record)
		if log.Enabled(ctx, record.Level) {
			_ = log.Handler().Handle(ctx, record) // nobody is left to be told
		}
	case last.add(line):
		log.Error(line)
	default:
		log.Info(line)
	}
}

// parseRecord reads a line with the keys of hclog. The first of each counts, since
// a message may have an attribute of the same name.
func parseRecord(line string) (slog.Record, bool) {
	r := slog.Record{Time: time.Now(), Level: slog.LevelInfo}
	dec := json.NewDecoder(strings.NewReader(line))
	if start, err := dec.Token(); err != nil || start != json.Delim('{') {
		return r, false
	}
	seen := map[string]bool{}
	for dec.More() {
		key, err := dec.Token()
		name, _ := key.(string)
		var v any
		if err != nil || dec.Decode(&v) != nil {
			return r, false
		}
		s, _ := v.(string)
		switch {
		case seen[name] || !strings.HasPrefix(name, "@"):
			r.AddAttrs(slog.Any(name, v))
		case name == "@message":
			r.Message = s
		case name == "@level":
			r.Level = levelOf(s)
		case name == "@timestamp":
			if t, err := time.Parse(timeLayout, s); err == nil {
				r.Time = t
			}
		}
		seen[name] = true
	}
	return r, seen["@message"]
}

func levelOf(name string) slog.Level {
	if name == "trace" {
		return slog.LevelDebug - 4
	}
	level := slog.LevelInfo
	_ = level.UnmarshalText([]byte(name)) // or info it is
	return level
}

// pluginLog is go-plugin's own log. What it says is of no use to anyone but those
// who look for a fault in here: every level becomes debug.
func pluginLog(log *slog.Logger) hclog.Logger {
	l := hclog.NewInterceptLogger(&hclog.LoggerOptions{Level: hclog.Off, Output: io.Discard})
	l.RegisterSink(sink{log})
	return l
}

type sink struct{ log *slog.Logger }

// Accept is called for each message.
func (s sink) Accept(_ string, _ hclog.Level, msg string, args ...any) {
	s.log.Debug("go-plugin: "+msg, args...)
}
