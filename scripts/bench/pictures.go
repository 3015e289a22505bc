package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
)

// grid is n boxes in rows, the same on every frame.
func grid(n, frames, width, height int) [][][4]float32 {
	cols, rows := min(n, 10), (n+9)/10
	var boxes [][4]float32
	for i := range n {
		w, h := float32(width)/float32(cols), float32(height)/float32(rows)
		x, y := float32(i%cols)*w, float32(i/cols)*h
		boxes = append(boxes, [4]float32{x + 0.1*w, y + 0.1*h, x + 0.9*w, y + 0.9*h})
	}
	all := make([][][4]float32, frames)
	for i := range all {
		all[i] = boxes
	}
	return all
}

// enlarge makes pictures of one, each moved a little.
func enlarge(from, dir string, width, height, n int) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	small, err := jpeg.Decode(f)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for i := range n {
		large := image.NewRGBA(image.Rect(0, 0, width, height))
		for y := range height {
			for x := range width {
				u, v := (x+8*i)*small.Bounds().Dx()/(width+8*n), y*small.Bounds().Dy()/height
				r, g, b, _ := small.At(u, v).RGBA()
				large.SetRGBA(x, y, color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255})
			}
		}
		var out bytes.Buffer
		if err := jpeg.Encode(&out, large, &jpeg.Options{Quality: 90}); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.jpg", i)), out.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
