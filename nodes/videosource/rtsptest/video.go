package rtsptest

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/internal/av"
)

// Video is H.264, a picture each, with start codes; key frames have their parameter
// sets before them.
type Video [][]byte

// Encode makes a video of n pictures: rows of BGR bytes.
func Encode(t testing.TB, width, height, n int, picture func(i int) []byte) Video {
	t.Helper()
	e, err := av.NewEncoder(".mp4", width, height)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if e.Params().Codec != "h264" {
		t.Skip("the FFmpeg of this machine has no encoder for H.264")
	}
	var v Video
	for i := range n {
		p, err := e.Encode(picture(i), int64(i)*av.Ticks/25)
		if err != nil {
			t.Fatal(err)
		}
		unit := bytes.Clone(p.Data)
		if p.Key {
			unit = append(bytes.Clone(e.Params().Extradata), unit...)
		}
		v = append(v, unit)
	}
	return v
}

// File makes a video of the first n pictures of a video file of even size.
func File(t testing.TB, path string, n int) Video {
	t.Helper()
	s := av.NewStream()
	defer s.Close()
	if _, err := s.Open(path, av.StreamOptions{}); err != nil {
		t.Fatal(err)
	}
	first, err := s.Next()
	if err != nil {
		t.Fatal(err)
	}
	p := first
	return Encode(t, first.Width, first.Height, n, func(i int) []byte {
		if i > 0 {
			if p, err = s.Next(); errors.Is(err, io.EOF) {
				t.Fatalf("%s has only %d pictures", path, i)
			} else if err != nil {
				t.Fatal(err)
			}
		}
		pix := make([]byte, 3*p.Width*p.Height)
		if err := s.Copy(p, pix); err != nil {
			t.Fatal(err)
		}
		return pix
	})
}

// parameterSets are those of the first picture.
func (v Video) parameterSets() (sets [][]byte) {
	for _, unit := range bytes.Split(v[0], []byte{0, 0, 1}) {
		unit = bytes.TrimRight(unit, "\x00")
		if len(unit) > 0 && (unit[0]&31 == 7 || unit[0]&31 == 8) {
			sets = append(sets, unit)
		}
	}
	return sets
}
