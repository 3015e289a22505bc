package av

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// TestSecondChoices: every encoder of the list works, wherever it is there.
func TestSecondChoices(t *testing.T) {
	for _, ending := range Endings() {
		for _, c := range choices[ending] {
			t.Run(ending+" "+c.encoder, func(t *testing.T) {
				e, err := open(c, 64, 48)
				if err != nil && strings.Contains(err.Error(), "Encoder not found") {
					t.Skip(err)
				}
				if err != nil {
					t.Fatal(err)
				}
				defer e.Close()
				log, _ := AppendHeader(nil, e.Params())
				for i := range 5 {
					p, err := e.Encode(picture(64, 48, i), int64(i)*2400)
					if err != nil {
						t.Fatal(err)
					}
					log = AppendPacket(log, p)
				}
				path := t.TempDir() + "/o" + ending
				mux(t, path, log, 25)
				pix, _ := decode(t, path)
				if len(pix) != 5*3*64*48 {
					t.Fatalf("%d bytes of pictures", len(pix))
				}
				if d := psnr(pix[len(pix)-3*64*48:], picture(64, 48, 4)); d < 30 {
					t.Errorf("%.1f dB", d)
				}
			})
		}
	}
}

func TestNoEncoder(t *testing.T) {
	if _, err := NewEncoder(".mov", 64, 48); err == nil {
		t.Error("a .mov was begun")
	}
	_, err := open(choice{"libnothing", "yuv420p", ""}, 64, 48)
	if err == nil || err.Error() != "libnothing cannot encode video of 64x48: Encoder not found" {
		t.Errorf("got %v", err)
	}
	_, err = open(choice{"mjpeg", "yuvj420p", "wrong=1"}, 64, 48)
	if err == nil || err.Error() != "mjpeg cannot encode video of 64x48: Option not found" {
		t.Errorf("got %v", err)
	}
}

// TestPacketsComeBack: Read gives what Mux was given, so that a log can be made
// again of a file.
func TestPacketsComeBack(t *testing.T) {
	for _, ending := range Endings() {
		t.Run(ending, func(t *testing.T) {
			path, again := t.TempDir()+"/o"+ending, t.TempDir()+"/o"+ending
			log := record(t, ending, 64, 48, 12, 5)
			mux(t, path, log, 25)
			r, err := OpenReader(path)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			params, _, err := ReadLog(bytes.NewReader(log))
			if err != nil {
				t.Fatal(err)
			}
			if r.Width != 64 || r.Height != 48 {
				t.Errorf("%dx%d", r.Width, r.Height)
			}
			second, _ := AppendHeader(nil, params)
			for p, err := range r.Packets {
				if err != nil {
					t.Fatal(err)
				}
				second = AppendPacket(second, p)
			}
			mux(t, again, second, 25)
			a, _ := decode(t, path)
			b, _ := decode(t, again)
			if !reflect.DeepEqual(a, b) {
				t.Error("the pictures differ")
			}
		})
	}
}

func TestFilesThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	e, err := NewEncoder(".mp4", 64, 48)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	none := func(func(Packet, error) bool) {}
	if _, err := Mux(dir+"/no/o.mp4", e.Params(), none, 0); err == nil || err.Error() != "no such file or directory" {
		t.Errorf("got %v", err)
	}
	if _, err := Mux(dir+"/o.avi", e.Params(), none, 0); err == nil || err.Error() != ".avi wants a constant rate" {
		t.Errorf("got %v", err)
	}
	broken := errors.New("broken")
	if _, err := Mux(dir+"/o.mp4", e.Params(), func(yield func(Packet, error) bool) { yield(Packet{}, broken) }, 0); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if _, err := OpenReader(dir + "/nothing.mp4"); err == nil || err.Error() != "no such file or directory" {
		t.Errorf("got %v", err)
	}
	if _, err := e.Encode(make([]byte, 5), 0); err == nil || err.Error() != "a picture of 64x48 has 9216 bytes, got 5" {
		t.Errorf("got %v", err)
	}
}

func TestFraction(t *testing.T) {
	for rate, want := range map[float64][2]int{25: {25, 1}, 30000.0 / 1001: {30000, 1001}, 24000.0 / 1001: {24000, 1001}, 12.5: {12500, 1000}, 0: {0, 1}} {
		if num, den := fraction(rate); [2]int{num, den} != want {
			t.Errorf("%v: got %d/%d, want %v", rate, num, den, want)
		}
	}
}
