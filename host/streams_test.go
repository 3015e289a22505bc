package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// yard is a graph with streams but without models; SETTINGS are those of the streams.
const yard = `version: 1
streams: {SETTINGS}
nodes:
  video: {type: VideoSource}
  moving: {type: Detector, in: {frame: video}, with: {method: motion}}
  save: {type: MaskSink, in: {frame: video, instances: moving}, with: {jsonl: "OUT/{stream}.jsonl"}}
`

func yardText(settings, out string) string {
	return strings.NewReplacer("SETTINGS", settings, "OUT", out).Replace(yard)
}

const (
	endless = `{video: {uri: "synthetic:64x48?frames=0&fps=50&live=1"}}`
	twenty  = `{video: {uri: "synthetic:64x48?frames=20"}}`
)

func TestStreamsSideBySide(t *testing.T) {
	out := t.TempDir()
	file := writeFile(t, out, "g.yaml", yardText("a: "+twenty+", b: "+twenty, out))
	_, stderr, code := run(t, "run", file)
	if code != 0 {
		t.Fatalf("code %d: %s", code, stderr)
	}
	for _, name := range []string{"a", "b"} {
		if !strings.Contains(stderr, "stream "+name+"\nframes: 20 read = 20 finished + 0 dropped + 0 in flight\n") {
			t.Errorf("no account of stream %s:\n%s", name, stderr)
		}
		lines, err := os.ReadFile(filepath.Join(out, name+".jsonl"))
		if err != nil || bytes.Count(lines, []byte(`"stream":"`+name+`"`)) != 20 {
			t.Errorf("stream %s: %v in\n%.300s", name, err, lines)
		}
		if _, err := os.Stat(filepath.Join(out, "g."+name+".run.json")); err != nil {
			t.Error(err)
		}
	}
}

func TestSeveralGraphs(t *testing.T) {
	out := t.TempDir()
	a := writeFile(t, out, "a.yaml", yardText("one: "+twenty, out))
	b := writeFile(t, out, "b.yaml", strings.Replace(motion, `"URI"`, "synthetic:64x48?frames=5", 1))
	b2 := strings.ReplaceAll(motion, `"URI"`, "synthetic:64x48?frames=5")
	writeFile(t, out, "b.yaml", strings.ReplaceAll(b2, "OUT", out))
	for _, tt := range []struct {
		name  string
		files []string
		code  int
		want  string
	}{
		{"two files", []string{a, b}, 0, "stream b\nframes: 5 read = 5 finished"},
		{"the same stream twice", []string{a, a}, 2, a + ": streams.one: there is a stream of that name in " + a + " already"},
		{"to be resumed", []string{a, b, "--resume"}, 2, "--resume is for a run of one graph without streams"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, stderr, code := run(t, append([]string{"run"}, tt.files...)...)
			if code != tt.code || !strings.Contains(stderr, tt.want) {
				t.Errorf("code %d, want %d and %q:\n%s", code, tt.code, tt.want, stderr)
			}
		})
	}
}

// TestStreamsChange adds, changes and removes streams of a run by its file and by the
// page, and makes mistakes in both.
func TestStreamsChange(t *testing.T) {
	out := t.TempDir()
	edit := func(settings string) string { return writeFile(t, out, "g.yaml", yardText(settings, out)) }
	file := edit("a: " + endless + ", b: " + endless)
	r := begin(t, "run", "--quiet", "--watch", "--http", "127.0.0.1:0", file)
	r.waitFor("watch the run at")
	r.waitForStreams("a=running b=running")
	began := r.ask("GET", "/api/streams", "", 200)

	edit("a: " + endless + ", b: {vdeo: {uri: 0}}") // a mistake
	r.waitFor(file + `:2:`)
	r.waitFor("nothing was changed: what runs goes on")
	if !strings.Contains(r.text(), `streams.b.vdeo: no node \"vdeo\" (have video, moving, save); did you mean video?`) || r.streams() != "a=running b=running" {
		t.Errorf("after a mistake: %s\n%s", r.streams(), r.text())
	}
	edit("a: " + endless + ", c: " + endless)
	r.waitForStreams("a=running c=running")
	if a := regexp.MustCompile(`"name":"a".*?"began":"[^"]*"`); a.FindString(began) != a.FindString(r.ask("GET", "/api/streams", "", 200)) {
		t.Error("the stream that is the same was opened anew")
	}

	for body, want := range map[string]string{
		`{"name":"d","settings":{"video":{"uri":7,"fsp":1}}}`: `"path":"nodes.video.with.fsp","message":"unknown setting`,
		`{"name":"D"}`:             `"line":1,"column":9,"path":"name","message":"a stream cannot be called`,
		`{"settings":{"vdeo":{}}}`: `no node \"vdeo\"`,
		`{"name":"d","settings":{"save":{"jsonl":"` + out + `/a.jsonl"}, "video":{"uri":7}}}`: "would both write",
	} {
		if got := r.ask("POST", "/api/streams", body, 400); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
	r.ask("POST", "/api/streams", `{"name":"a"}`, 409)
	r.ask("POST", "/api/streams", `{"name":"d","settings":`+strings.ReplaceAll(strings.ReplaceAll(endless, "video:", `"video":`), "uri:", `"uri":`)+`}`, 201)
	r.waitForStreams("a=running c=running d=running")
	edit("a: " + endless) // what was added stays
	r.waitForStreams("a=running d=running")
	r.ask("DELETE", "/api/streams/c", "", 404)
	r.ask("DELETE", "/api/streams/d", "", 202)
	r.waitForStreams("a=running")

	if err := r.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	r.waitFor("loaded anew: SIGHUP")
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Wait(); err != nil {
		t.Errorf("%v:\n%s", err, r.text())
	}
	for _, name := range []string{"a", "b", "c", "d"} {
		if _, err := os.Stat(filepath.Join(out, name+".jsonl")); err != nil {
			t.Error(err)
		}
	}
}

// TestOneStreamFails: the others come to their end, and the run says what was wrong.
func TestOneStreamFails(t *testing.T) {
	out := t.TempDir()
	file := writeFile(t, out, "g.yaml", yardText(`bad: {video: {uri: `+out+`/gone.mp4}}, good: `+twenty, out))
	_, stderr, code := run(t, "run", "--quiet", file)
	want := `stream bad: node "video" (VideoSource): stat ` + out + `/gone.mp4: no such file or directory`
	if code != 1 || !strings.Contains(stderr, want) {
		t.Errorf("code %d:\n%s", code, stderr)
	}
	if _, err := os.Stat(filepath.Join(out, "good.jsonl")); err != nil {
		t.Error(err)
	}
}
