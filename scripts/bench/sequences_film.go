package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/truth"
	"github.com/maskgraph/maskgraph/nodes/formats"
)

// film makes a video of pictures, unless it is there.
func (b *bench) film(ctx context.Context, name string, frames int, at func(int) truth.Picture) (string, error) {
	video := filepath.Join(b.dir, name+".mp4")
	if _, err := os.Stat(video); err == nil {
		return video, nil
	}
	var list strings.Builder
	for i := range frames {
		path, err := filepath.Abs(at(i).Path)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&list, "file '%s'\nduration 0.04\n", path)
	}
	text := filepath.Join(b.dir, name+".txt")
	if err := os.WriteFile(text, []byte(list.String()), 0o644); err != nil {
		return "", err
	}
	_, _, err := start(ctx, "ffmpeg", "-v", "error", "-y", "-f", "concat", "-safe", "0", "-r", "25", "-i", text,
		"-frames:v", fmt.Sprint(frames), "-vf", fmt.Sprintf("scale=%d:%d", sequenceWidth, sequenceHeight),
		"-c:v", "libx264", "-crf", "18", "-pix_fmt", "yuv420p", video)
	return video, err
}

// resize changes a picture's size and its true masks, not its file.
func resize(p *truth.Picture, width, height int) {
	for i := range p.Truth {
		mask := p.Truth[i].Mask
		bits, scaled := mask.Bitmap(), make([]byte, width*height)
		for at := range scaled {
			x, y := (2*(at%width)+1)*p.Width/(2*width)-mask.X, (2*(at/width)+1)*p.Height/(2*height)-mask.Y
			if uint(x) < uint(mask.W) && uint(y) < uint(mask.H) {
				scaled[at] = bits[y*mask.W+x]
			}
		}
		p.Truth[i].Mask = nodes.MaskFromBitmap(0, 0, width, height, scaled)
		p.Truth[i].Box = p.Truth[i].Mask.Box()
	}
	p.Width, p.Height = width, height
}

// meanJ is the mean IoU of the true masks, each with the best of those that were found
// on its frame.
func meanJ(path string, at func(int) truth.Picture) (float64, error) {
	records, err := formats.Read(path, "jsonl")
	if err != nil {
		return 0, err
	}
	sum, objects, frame := 0.0, 0, 0
	for r, err := range records {
		if err != nil {
			return 0, err
		}
		for _, o := range at(frame).Truth {
			sum += bestIoU(o.Mask, r.Items)
			objects++
		}
		frame++
	}
	return sum / float64(max(1, objects)), nil
}

func bestIoU(truth *nodes.Mask, found []nodes.Instance) float64 {
	best := 0.0
	for _, item := range found {
		best = max(best, item.Mask.IoU(truth))
	}
	return best
}
