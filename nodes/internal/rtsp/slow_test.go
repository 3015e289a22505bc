package rtsp

import (
	"bytes"
	"strconv"
	"testing"
	"time"
)

// TestSlowPlayerMissesFrames: nobody waits for it, and it goes on with a key frame.
func TestSlowPlayerMissesFrames(t *testing.T) {
	s, st := served(t, Options{Players: 2})
	c := connect(t, s)
	c.play()
	const frames = 400
	began := time.Now()
	for seq := range frames {
		if err := st.Write(picture(seq, seq%10 == 0, 60000), seq%10 == 0, time.Duration(seq)*40*time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the stream has waited: %v", took)
	}
	_, dropped := st.Counts()
	if _, key := st.Wanted(); dropped == 0 {
		t.Fatalf("%d dropped, key frame wanted %v", dropped, key)
	}
	u := unpacker{t: t, last: -1}
	next, got := 0, 0
	_ = c.net.SetReadDeadline(time.Now().Add(2 * time.Second))
	for {
		channel, text, err := c.packet()
		if err != nil {
			break
		}
		if channel == 5 {
			continue
		}
		if p, _ := u.take(text); p != nil {
			p = bytes.TrimPrefix(p, sets)
			seq, err := strconv.Atoi(string(p[5:11]))
			if err != nil {
				t.Fatal(err)
			}
			if seq != next && seq%10 != 0 {
				t.Fatalf("frame %d follows frame %d", seq, next-1)
			}
			next, got = seq+1, got+1
		}
	}
	t.Logf("%d of %d frames, %d refused", got, frames, dropped)
	if got == 0 || got == frames {
		t.Errorf("%d of %d frames", got, frames)
	}
}
