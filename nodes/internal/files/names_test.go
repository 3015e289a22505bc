package files

import (
	"strings"
	"testing"
)

func TestSanitise(t *testing.T) {
	for _, c := range []struct{ name, stream, want string }{
		{"plain", "street", "street"},
		{"a camera", "rtsp://cam:554/a b", "rtsp___cam_554_a_b"},
		{"no way out", "../../etc/passwd", "_.._etc_passwd"},
		{"hidden", ".hidden", "hidden"},
		{"nothing", "", "stream"},
		{"only dots", "..", "stream"},
		{"letters of the world", "Straße-東京_1.x", "Straße-東京_1.x"},
		{"placeholders", "{frame}", "_frame_"},
		{"long", strings.Repeat("ü", 80), strings.Repeat("ü", 50)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Sanitise(c.stream); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestStreamNamesAreUnique(t *testing.T) {
	names := Names{}
	for i, want := range []string{"a", "a-2", "a-3", "a-2-2"} {
		if got := names.Add([]string{"a", "a", "a", "a-2"}[i]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTemporaryAndIncompleteNames(t *testing.T) {
	for _, c := range []struct {
		name             string
		final            string
		folder           bool
		temp, incomplete string
	}{
		{"a video", "a/b.c.mp4", false, "a/.b.c.part.mp4", "a/b.c.incomplete.mp4"},
		{"no extension", "x", false, ".x.part", "x.incomplete"},
		{"a folder", "a/m.v2/", true, "a/.m.v2.part", "a/m.v2.incomplete"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Temp(c.final, c.folder); got != c.temp {
				t.Errorf("got %q, want %q", got, c.temp)
			}
			if got := Incomplete(c.final, c.folder); got != c.incomplete {
				t.Errorf("got %q, want %q", got, c.incomplete)
			}
		})
	}
}
