package av

import (
	"fmt"
	"image"
	"os"
	"slices"
	"testing"
	"time"

	"gocv.io/x/gocv"
)

// BenchmarkAgainstOpenCV writes the same pictures with this package, as MaskSink
// does, and with OpenCV's VideoWriter, in turns. opencv/av is the time of the one as
// a multiple of the other's, the median over all turns; sizes are those of the files.
func BenchmarkAgainstOpenCV(b *testing.B) {
	fourcc := map[string]string{".mp4": "avc1", ".mkv": "FFV1", ".avi": "MJPG", ".webm": "VP90"}
	for _, size := range [][2]int{{854, 480}, {1920, 1080}} {
		pictures := clip(b, size[0], size[1], 30)
		for _, ending := range Endings() {
			b.Run(fmt.Sprintf("%s %dp", ending, size[1]), func(b *testing.B) {
				ours, theirs := b.TempDir()+"/ours"+ending, b.TempDir()+"/theirs"+ending
				var ratios []float64
				var all time.Duration
				for b.Loop() {
					mine := timed(func() { write(b, ours, ending, size, pictures) })
					other := timed(func() { writeOpenCV(b, theirs, fourcc[ending], size, pictures) })
					all += mine
					ratios = append(ratios, other.Seconds()/mine.Seconds())
				}
				slices.Sort(ratios)
				b.ReportMetric(ratios[len(ratios)/2], "opencv/av")
				b.ReportMetric(float64(b.N*len(pictures))/all.Seconds(), "frames/s")
				b.ReportMetric(kilobytes(b, ours), "kB")
				b.ReportMetric(kilobytes(b, theirs), "opencv-kB")
			})
		}
	}
}

// clip is the demo's video at another size.
func clip(b *testing.B, width, height, frames int) (pictures [][]byte) {
	b.Helper()
	c, err := gocv.VideoCaptureFileWithAPI("../../../graphs/media/walking.mp4", gocv.VideoCaptureFFmpeg)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	m, large := gocv.NewMat(), gocv.NewMat()
	defer m.Close()
	defer large.Close()
	for len(pictures) < frames && c.Read(&m) {
		gocv.Resize(m, &large, image.Pt(width, height), 0, 0, gocv.InterpolationCubic)
		pictures = append(pictures, large.ToBytes())
	}
	return pictures
}

func timed(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}

func write(b *testing.B, path, ending string, size [2]int, pictures [][]byte) {
	b.Helper()
	e, err := NewEncoder(ending, size[0], size[1])
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	log, err := os.Create(path + ".packets")
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	record, err := AppendHeader(nil, e.Params())
	for i, pix := range pictures {
		if _, werr := log.Write(record); err != nil || werr != nil {
			b.Fatal(err, werr)
		}
		var p Packet
		p, err = e.Encode(pix, int64(i)*Ticks/25)
		record = AppendPacket(record[:0], p)
	}
	if _, err := log.Write(record); err != nil {
		b.Fatal(err)
	}
	if _, err := log.Seek(0, 0); err != nil {
		b.Fatal(err)
	}
	params, packets, err := ReadLog(log)
	if err == nil {
		_, err = Mux(path, params, packets, 25)
	}
	if err != nil {
		b.Fatal(err)
	}
}

func writeOpenCV(b *testing.B, path, codec string, size [2]int, pictures [][]byte) {
	b.Helper()
	w, err := gocv.VideoWriterFile(path, codec, 25, size[0], size[1], true)
	if err != nil {
		b.Fatal(err)
	}
	for _, pix := range pictures {
		m, err := gocv.NewMatFromBytes(size[1], size[0], gocv.MatTypeCV8UC3, pix)
		if err != nil {
			b.Fatal(err)
		}
		if err := w.Write(m); err != nil {
			b.Fatal(err)
		}
		_ = m.Close()
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
}

func kilobytes(b *testing.B, path string) float64 {
	b.Helper()
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return float64(info.Size()) / 1000
}
