package videosource

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/videosource/rtsptest"
)

// TestHurry: a reader that is too slow for its camera does not fall behind, unless it
// is told to take every picture. The pictures of the camera are the brighter the later
// they come.
func TestHurry(t *testing.T) {
	const width, height, group, groups = 160, 120, 24, 10
	var video rtsptest.Video
	for g := range groups {
		video = append(video, rtsptest.Encode(t, width, height, group, func(i int) []byte {
			return bytes.Repeat([]byte{byte(10 + g*group + i)}, 3*width*height)
		})...)
	}
	for _, tt := range []struct {
		policy string
		late   [2]int // pictures, from and to
	}{{"latest", [2]int{0, 60}}, {"block", [2]int{90, 200}}} {
		t.Run(tt.policy, func(t *testing.T) {
			t.Parallel()
			cam := rtsptest.Start(t, rtsptest.Behaviour{Video: video})
			w := look(t, config(cam.URL(""), func(c *Config) { c.Policy = tt.policy }))
			sent, late := 0, 0
			for sent < group*groups-10 {
				p, err := w.Process(context.Background(), nodes.Packet{})
				if err != nil {
					t.Fatal(err)
				}
				sent = cam.Sent()
				late = sent - 1 - (int(p.Frame("frame").Pix[0]) - 10)
				p.Release()
				time.Sleep(100 * time.Millisecond)
			}
			if late < tt.late[0]-3 || late > tt.late[1] {
				t.Errorf("the last picture came %d pictures late, want %v", late, tt.late)
			}
			if cam.Attempts() != 1 {
				t.Errorf("it was lost:\n%s", w.log.String())
			}
		})
	}
}
