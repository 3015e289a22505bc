package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// frames decodes them all: the clock does not run yet.
func (j *job) frames() (all []*nodes.Frame, err error) {
	most := min(j.most, len(j.boxes))
	if info, err := os.Stat(j.source); err == nil && info.IsDir() {
		files, err := filepath.Glob(filepath.Join(j.source, "*.jpg"))
		if err != nil {
			return nil, err
		}
		for _, file := range files[:min(most, len(files))] {
			f, err := cv.ReadPicture(file)
			if err != nil {
				return nil, err
			}
			all = append(all, f)
		}
		return all, nil
	}
	video, err := gocv.VideoCaptureFileWithAPI(j.source, gocv.VideoCaptureFFmpeg)
	if err != nil {
		return nil, err
	}
	defer video.Close()
	for len(all) < most {
		f, err := cv.Capture(nil, 0, 0, video.Read)
		if err != nil {
			return all, nil //nolint:nilerror // the video has ended
		}
		all = append(all, f)
	}
	return all, nil
}

// export runs the published networks.
func (j *job) export(frames []*nodes.Frame) (r result, err error) {
	ctx := context.Background()
	m, err := models.Lookup("mobile-sam")
	if err != nil {
		return r, err
	}
	encoder, letGo, err := ort.Open(j.env, m, "encoder", ort.Options{})
	if err != nil {
		return r, err
	}
	defer letGo()
	decoder, letGoDecoder, err := ort.Open(j.env, m, "decoder", ort.Options{})
	if err != nil {
		return r, err
	}
	defer letGoDecoder()
	planes := cv.Planes{Width: m.Input.Width, Height: m.Input.Height, Round: true, Smooth: true, RGB: true, Mean: m.Input.Mean, Std: m.Input.Std}
	var pictures []ort.Tensor
	for _, f := range frames {
		t := ort.NewTensor(planes.Shape(f.Width, f.Height)...)
		if err := planes.Write(f, t.Data); err != nil {
			return r, err
		}
		pictures = append(pictures, t)
	}
	embedding := ort.NewTensor(1, 256, 64, 64)
	noMask, has, size := ort.NewTensor(1, 1, 256, 256), ort.NewTensor(1), ort.Tensor{Shape: []int64{2}, Data: []float32{8, 8}}
	answer := []ort.Tensor{ort.NewTensor(1, 1), ort.NewTensor(1, 1, 256, 256)}
	began := time.Now()
	for i, f := range frames {
		if err := encoder.Run(ctx, pictures[i:i+1], []ort.Tensor{embedding}); err != nil {
			return r, err
		}
		scale := float32(planes.Width) / float32(max(f.Width, f.Height))
		for _, b := range j.boxes[i] {
			points := ort.Tensor{Shape: []int64{1, 3, 2}, Data: []float32{b[0] * scale, b[1] * scale, b[2] * scale, b[3] * scale, 0, 0}}
			labels := ort.Tensor{Shape: []int64{1, 3}, Data: []float32{2, 3, -1}}
			if err := decoder.Run(ctx, []ort.Tensor{embedding, points, labels, noMask, has, size}, answer); err != nil {
				return r, err
			}
			r.Masks++
		}
	}
	r.Seconds, r.Frames = time.Since(began).Seconds(), len(frames)
	return r, nil
}
