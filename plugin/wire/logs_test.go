package wire

import (
	"bytes"
	"context"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"
)

// written is what a handler was given.
type written struct {
	slog.Handler
	level   slog.Level
	records []slog.Record
}

func (w *written) Enabled(_ context.Context, l slog.Level) bool { return l >= w.level }
func (w *written) Handle(_ context.Context, r slog.Record) error {
	w.records = append(w.records, r)
	return nil
}

func attrs(r slog.Record) (found []string) {
	r.Attrs(func(a slog.Attr) bool {
		found = append(found, a.String())
		return true
	})
	return found
}

// TestLogCrosses wants level, time, text and attributes of the program at the host.
func TestLogCrosses(t *testing.T) {
	when := time.Date(2026, 5, 4, 3, 2, 1, 987654000, time.UTC)
	tests := []struct {
		level slog.Level
		msg   string
		args  []any
		want  []string
	}{
		{slog.LevelDebug - 4, "trace", nil, nil},
		{slog.LevelDebug, "debug", []any{"n", 3}, []string{"n=3"}},
		{slog.LevelInfo, "two\nlines", []any{"b", "x", "a", 1.5, "c", true}, []string{"b=x", "a=1.5", "c=true"}},
		{slog.LevelInfo + 2, "between", []any{slog.Group("g", "level", "high")}, []string{"g=map[level:high]"}},
		{slog.LevelWarn, "keys", []any{"level", "high", "time", "late"}, []string{"level=high", "time=late"}},
		{slog.LevelError, "keys", []any{"msg", "other"}, []string{"@message=other"}},
	}
	for _, tt := range tests {
		t.Run(tt.msg, func(t *testing.T) {
			var line bytes.Buffer
			r := slog.NewRecord(when, tt.level, tt.msg, 0)
			r.Add(tt.args...)
			if err := logHandler(&line).Handle(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			to := &written{level: -100}
			logLine(slog.New(to), &nodeLogs{}, &words{}, strings.TrimSuffix(line.String(), "\n"))
			got := to.records[0]
			if got.Level != tt.level || got.Message != tt.msg || !got.Time.Equal(when) || !reflect.DeepEqual(attrs(got), tt.want) {
				t.Errorf("got %v %q %v %v out of %s", got.Level, got.Message, got.Time, attrs(got), line.String())
			}
		})
	}
}

func TestLogText(t *testing.T) {
	to := &written{level: slog.LevelInfo}
	log, last := slog.New(to), &words{}
	text := "plain\n{\"@message\": 5, \"@level\": [], \"@timestamp\": {}}\n{\"@level\":\"debug\",\"@message\":\"hidden\"}\n{\"@broken\n" +
		"{\"a\":1}\n{\"@level\":\"warn\",\"@message\":\"low battery\"}\npanic: boom\n\ngoroutine 1 [running]:\n" + string(bytes.Repeat([]byte("x"), 3<<20)) + "\nend\xff"
	for line := range lines(strings.NewReader(text)) {
		logLine(log, &nodeLogs{}, last, line)
	}
	want := []string{"INFO plain", "INFO ", `INFO {"@broken`, `INFO {"a":1}`, "WARN low battery", "ERROR panic: boom", "ERROR ", "ERROR goroutine 1 [running]:", "", "ERROR end\uFFFD"}
	for i, r := range to.records {
		if got := r.Level.String() + " " + r.Message; i < len(want) && got != want[i] && want[i] != "" {
			t.Errorf("line %d is %.80q, want %q", i, got, want[i])
		}
	}
	if len(to.records) != len(want) || len(to.records[8].Message) != maxLine+len(" …") {
		t.Errorf("%d lines, want %d", len(to.records), len(want))
	}
	if got := last.summary(); got != "panic: boom" {
		t.Errorf("summary %q", got)
	}
	if got := last.all(); !strings.HasPrefix(got, "panic: boom\n\ngoroutine 1") {
		t.Errorf("last words %.80q", got)
	}
}

func TestLastWords(t *testing.T) {
	w := &words{}
	for i := range 2 * maxWords {
		w.add(strings.Repeat("i", i))
	}
	if got := strings.Count(w.all(), "\n"); got != maxWords-1 {
		t.Errorf("%d lines are kept", got+1)
	}
	if got := len(w.summary()); got != 2*maxWords-1 {
		t.Errorf("the summary is line %d", got)
	}
}

func TestPluginLog(t *testing.T) {
	to := &written{level: -100}
	pluginLog(slog.New(to)).Named("stdio").Error("oh no", "id", 7)
	if got := to.records[0]; got.Level != slog.LevelDebug || got.Message != "go-plugin: oh no" || !reflect.DeepEqual(attrs(got), []string{"id=7"}) {
		t.Errorf("got %+v", got)
	}
}
