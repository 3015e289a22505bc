// Command bare runs Segment Anything on the frames of a video with nothing around it,
// one frame after another in one goroutine: what the benchmarks hold the graph against.
//
//	export  the networks as they are published, on pictures scaled beforehand: the floor
//	stage   what a SAMPrompter does for its frames and nothing else: pictures scaled, the
//	        networks as package sam rewrites them, masks enlarged and coded
//
// It prints one JSON object with the seconds after the models are loaded.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// job is what is asked for.
type job struct {
	source string        // a video, or a folder of pictures
	most   int           // frames
	boxes  [][][]float32 // of each frame
	env    nodes.Env
}

// result is what is printed.
type result struct {
	Seconds float64 `json:"seconds"`
	Frames  int     `json:"frames"`
	Masks   int     `json:"masks"`
	Area    int     `json:"area"` // of all masks; 0 where none are made
}

func main() {
	form := flag.String("form", "export", "export or stage")
	precision := flag.String("precision", "fp32", "of the encoder, in form stage")
	boxes := flag.String("boxes", "", "JSON: a list for each frame, of boxes")
	var j job
	flag.StringVar(&j.source, "source", "", "a video, or a folder of pictures")
	flag.IntVar(&j.most, "frames", 1<<30, "at most so many")
	flag.Parse()
	cv.OneThread()
	r, err := j.run(*boxes, *form, *precision)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(r)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (j *job) run(boxes, form, precision string) (result, error) {
	text, err := os.ReadFile(boxes)
	if err != nil {
		return result{}, err
	}
	if err := json.Unmarshal(text, &j.boxes); err != nil {
		return result{}, err
	}
	store, err := models.DefaultStore()
	if err != nil {
		return result{}, err
	}
	j.env = nodes.Env{Models: store, Shared: &nodes.Shared{}}
	frames, err := j.frames()
	if err != nil {
		return result{}, err
	}
	if form == "export" {
		return j.export(frames)
	}
	return j.stage(frames, precision)
}

// stage does what a SAMPrompter does.
func (j *job) stage(frames []*nodes.Frame, precision string) (r result, err error) {
	ctx := context.Background()
	model, letGo, err := sam.Open(j.env, sam.Options{Name: "mobile-sam", Precision: precision})
	if err != nil {
		return r, err
	}
	defer letGo()
	began := time.Now()
	for i, f := range frames {
		e, err := model.Encode(ctx, nodes.Stamp{Seq: uint64(i)}, f)
		if err != nil {
			return r, err
		}
		var prompts []sam.Prompt
		for _, b := range j.boxes[i] {
			prompts = append(prompts, sam.Prompt{Box: nodes.Box{X1: b[0], Y1: b[1], X2: b[2], Y2: b[3]}, Single: true})
		}
		err = model.Decode(ctx, e, prompts, func(_ int, a sam.Answer) {
			r.Area += e.Mask(a[0].Logits).Area()
			r.Masks++
		})
		e.Release()
		if err != nil {
			return r, err
		}
	}
	r.Seconds, r.Frames = time.Since(began).Seconds(), len(frames)
	return r, nil
}
