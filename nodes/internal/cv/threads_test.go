package cv

import "testing"

func TestOneThread(t *testing.T) {
	OneThread()
	if n := Threads(); n != 1 {
		t.Errorf("OpenCV computes with %d threads", n)
	}
}
