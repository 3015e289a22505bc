package main

import (
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/maskgraph/maskgraph/models"
)

// logEvery is how often progress becomes a log line where there is no terminal.
const logEvery = 10 * time.Second

// progress shows how far long work is: a bar on a terminal, a log line now and
// then elsewhere.
type progress struct {
	what  string
	unit  string
	bar   *progressbar.ProgressBar // nil without a terminal
	start time.Time
	next  time.Time // of the next log line
}

// newProgress starts a bar. total may be 0: unknown.
func newProgress(what, unit string, total int64) *progress {
	p := &progress{what: what, unit: unit, start: time.Now(), next: time.Now().Add(logEvery)}
	if total <= 0 {
		total = -1
	}
	if term.IsTerminal(int(os.Stderr.Fd())) {
		options := []progressbar.Option{
			progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetDescription(what),
			progressbar.OptionSetWidth(24), progressbar.OptionThrottle(100 * time.Millisecond),
			progressbar.OptionSetPredictTime(true), progressbar.OptionShowCount(),
		}
		if unit == "bytes" {
			options = append(options, progressbar.OptionShowBytes(true))
		} else {
			options = append(options, progressbar.OptionShowIts(), progressbar.OptionSetItsString(unit))
		}
		p.bar = progressbar.NewOptions64(total, options...)
	}
	return p
}

func (p *progress) set(done, total int64) {
	if p.bar != nil {
		if total > 0 && p.bar.GetMax64() != total {
			p.bar.ChangeMax64(total)
		}
		_ = p.bar.Set64(done)
		return
	}
	if time.Now().After(p.next) {
		p.next = time.Now().Add(logEvery)
		slog.Info(p.what, p.numbers(done, total)...)
	}
}

func (p *progress) numbers(done, total int64) []any {
	rate := float64(done) / time.Since(p.start).Seconds()
	out := []any{p.unit, done, "per_second", fmt.Sprintf("%.2f", rate)}
	if total > 0 {
		out = append(out, "of", total)
	}
	if total > 0 && done > 0 {
		left := time.Duration(float64(total-done) / rate * float64(time.Second))
		out = append(out, "left", max(left, 0).Round(time.Second))
	}
	return out
}

// describe changes the text in front of the bar.
func (p *progress) describe(what string) {
	if p.bar != nil && what != p.what {
		p.bar.Describe(what)
	}
	p.what = what
}

// end leaves the bar's line.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Exit()
		fmt.Fprintln(os.Stderr)
	}
}

// downloadBar shows a models.Pull, one bar a file.
type downloadBar struct {
	*progress
	file string
}

func newDownloadBar() *downloadBar { return &downloadBar{} }

func (b *downloadBar) show(p models.Progress) {
	if b.progress == nil || p.File != b.file {
		b.end()
		b.progress, b.file = newProgress(p.Model+" "+p.File, "bytes", p.Total), p.File
	}
	if p.Phase != "" {
		b.describe(p.Model + " " + p.File + ": " + p.Phase)
	}
	b.set(p.Done, p.Total)
}

func (b *downloadBar) end() {
	if b.progress != nil {
		b.progress.end()
		b.progress = nil
	}
}
