//go:build linux

package shm

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"testing"
)

func TestPeerSeesWhatIsWritten(t *testing.T) {
	p := open(t, true)
	peer := start(t, "read", p.File())
	sizes := []struct {
		name          string
		width, height int
	}{{"one pixel", 1, 1}, {"480p", 854, 480}, {"720p", 1280, 720}, {"1080p", 1920, 1080}, {"4K", 3840, 2160}}
	for _, size := range sizes {
		t.Run(size.name, func(t *testing.T) {
			pix := alloc(t, p, size.width*size.height*3)
			offset, ok := p.Offset(pix)
			if !ok {
				t.Fatal("a slot has no offset")
			}
			for frame := range 3 {
				for i := range pix {
					pix[i] = byte(i*7 + i>>9 + frame)
				}
				got := peer.ask(t, fmt.Sprint(offset, len(pix)))
				if want := fmt.Sprint(crc32.ChecksumIEEE(pix)); got != want {
					t.Errorf("frame %d: checksum %s, want %s", frame, got, want)
				}
			}
		})
	}
	peer.in.Close()
	if peer.out.Scan() {
		t.Error(peer.out.Text())
	}
	if err := peer.Wait(); err != nil {
		t.Error(err)
	}
}

func TestWritingToAReadOnlySide(t *testing.T) {
	p := open(t, true)
	pix := alloc(t, p, 1)
	pix[0] = 7
	for _, role := range []string{"write", "scribble"} {
		t.Run(role, func(t *testing.T) {
			peer := start(t, role, p.File())
			if peer.out.Scan() {
				t.Error(peer.out.Text())
			}
			err := peer.Wait()
			if last := peer.stderr.String(); err == nil || !strings.Contains(last, "[signal SIGSEGV: segmentation violation") {
				t.Errorf("%v: %s", err, last)
			}
		})
	}
	if pix[0] != 7 {
		t.Errorf("the slot holds %d", pix[0])
	}
}

func TestPoolOutlivesThePeerThatAllots(t *testing.T) {
	p := open(t, false)
	peer := start(t, "allot", p.File())
	var slots [][]byte
	for _, text := range []string{"first", "second"} {
		offset, err := strconv.ParseUint(peer.ask(t, text), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		pix, err := p.Bytes(offset, len(text))
		if err != nil {
			t.Fatal(err)
		}
		slots = append(slots, pix)
	}
	peer.Process.Kill()
	if err := peer.Wait(); err == nil || err.Error() != "signal: killed" {
		t.Fatal(err)
	}
	if got := bytes.Join(slots, []byte(" ")); string(got) != "first second" {
		t.Errorf("got %q", got)
	}
}

func TestPoolOutlivesThePeerThatReads(t *testing.T) {
	p := open(t, true)
	pix := alloc(t, p, 100)
	for range 2 { // the successor gets the same pool
		pix[99]++
		peer := start(t, "read", p.File())
		if got, want := peer.ask(t, "0 100"), fmt.Sprint(crc32.ChecksumIEEE(pix)); got != want {
			t.Errorf("checksum %s, want %s", got, want)
		}
		peer.Process.Kill()
		peer.Wait()
	}
}
