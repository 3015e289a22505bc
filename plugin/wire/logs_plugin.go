package wire

import (
	"io"
	"log/slog"
	"strings"
	"time"
)

// timeLayout is hclog's.
const timeLayout = "2006-01-02T15:04:05.000000Z07:00"

// logHandler writes a line of JSON for each record, with the keys that hclog uses,
// so that any host of go-plugin's finds the level. Everything is written: what is
// too much is for the host to say.
func logHandler(w io.Writer) slog.Handler {
	return slog.NewJSONHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug - 4, ReplaceAttr: hclogKeys})
}

func hclogKeys(groups []string, a slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return a
	}
	switch v := a.Value.Any().(type) {
	case time.Time:
		if a.Key == slog.TimeKey {
			return slog.String("@timestamp", v.Format(timeLayout))
		}
	case slog.Level:
		if a.Key == slog.LevelKey {
			return slog.String("@level", strings.ToLower(v.String()))
		}
	case string:
		if a.Key == slog.MessageKey {
			return slog.String("@message", v)
		}
	}
	return a
}
