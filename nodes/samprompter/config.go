package samprompter

import (
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// Config is what a graph file may say about a SAMPrompter.
type Config struct {
	Model           string   `yaml:"model" doc:"Name of a segmentation model in models/models.yaml."`
	Token           string   `yaml:"token" doc:"Which of the decoder's masks to take. token0: the single mask, best for tight boxes. best3: of the three masks of an ambiguous prompt (whole, part, subpart) the one of highest predicted IoU, best for a single click. stability: of those three the most stable one. sam2: the single mask unless it is unstable, then as best3. auto: best3 for a single point or words alone, else what the model's entry says." enum:"auto,token0,best3,stability,sam2"`
	Select          string   `yaml:"select" doc:"one mask for each prompt, or all three of an ambiguous one, each as an instance of its own with its predicted IoU and stability." enum:"one,all"`
	Hysteresis      float64  `yaml:"hysteresis" doc:"Keeps masks from flickering between whole and part: the choice among the three masks changes only when another one's score is better by so much."`
	Refine          int      `yaml:"refine" doc:"So many more passes of the decoder, each told the mask of the last one. One is worth +0.02 mean IoU on photos; in another measurement it helped small objects and harmed large ones."`
	Clip            float64  `yaml:"clip" doc:"Cuts a mask off at its box, grown by this share of its size on each side; 0: never. 0.05 is worth +0.002 mIoU with the single mask and +0.007 with best3 when boxes are tight; boxes that are too small cut parts off."`
	MinRegionArea   int      `yaml:"min_region_area" doc:"Holes smaller than so many pixels are filled, and stray pieces as small are removed; the largest piece always stays. For looks and for polygons: on mean IoU it is neutral. 0: off."`
	Exclusive       bool     `yaml:"exclusive" doc:"No pixel belongs to two instances: where masks overlap, the higher score keeps it. For formats that hold one id a pixel, and for counting area."`
	TightBoxes      bool     `yaml:"tight_boxes" doc:"The box of an instance becomes the tight box around its mask. For detectors with loose boxes; a tracker then follows what is seen of a thing."`
	MinPredictedIoU float64  `yaml:"min_predicted_iou" doc:"Masks that the model itself thinks worse of are dropped, 0 to 1. It is over-confident: below 0.7 hardly anything is bad."`
	MinStability    float64  `yaml:"min_stability" doc:"Masks that change more than this when the threshold moves a little are dropped: their stability score, 0 to 1, is lower. 0.9 drops vague ones."`
	MaxInstances    int      `yaml:"max_instances" doc:"At most so many boxes a frame are segmented, best score first. 0: all."`
	UseMasks        bool     `yaml:"use_masks" doc:"What comes with a mask is prompted with it too, beside its box: to refine masks of another source. Of a mask that is off by a fifteenth of its height it makes one with an IoU that is higher by 0.13 in the mean. Otherwise such masks are made anew from their boxes."`
	Prompts         []Prompt `yaml:"prompts" doc:"What to segment, said here, whether boxes are connected or not. Without follow a prompt is given on every frame of its time, for things and cameras that stand still."`
	Follow          bool     `yaml:"follow" doc:"Keeps what was prompted once, by a prompt of this file on its first frame or by a box: each next frame is prompted with the mask of the one before, moved as the picture inside it has moved. Instances carry track ids, so no Tracker is needed. Boxes that come later, of a Detector that looks at every n-th frame, confirm what is followed, which is then prompted anew with the box, whether it was in sight or lost; others begin something new. Of two things whose masks become one, the one that was followed for longer goes on. It sees no further back than to the last frame: what is hidden by something alike may be mixed up with it. Not for models whose decoder takes no masks."`
	LostAfter       float64  `yaml:"lost_after" doc:"With follow: seconds after which a thing that was not seen any more is given up. Until then it is looked for, and has no instance. With keyframe and without follow: seconds for which a mask is carried though boxes come and none is where it is."`
	NewObjects      string   `yaml:"new_objects" doc:"With follow: boxes that fit nothing that is followed begin something new always, or only those of the first frame that has any (first)." enum:"always,first"`
	Reuse           Reuse    `yaml:"reuse" doc:"Uses an embedding again while the picture hardly changes. For cameras that stand still."`
	Keyframe        Keyframe `yaml:"keyframe" doc:"Encodes key-frames only, and carries their masks to the frames between by the motion of the picture: points inside each mask are followed, the mask is put where they went, and its edge is set by the colours on both sides. Over files each frame gets its masks from the key-frames before and after it, the next two key-frames are encoded meanwhile, and new boxes and lost masks wait for a key-frame where they are seen; in live streams these make key-frames at once. For video in real time on a CPU."`
	Precision       string   `yaml:"precision" doc:"Of the encoder's arithmetic. int8 takes about 0.7 of the time on processors with VNNI instructions, and is refused on others; on true masks of photos it loses nothing (mean IoU 0.687 either way), single masks differ by 0.4 % in the mean and 3 % at worst." enum:"fp32,int8"`
	Resize          string   `yaml:"resize" doc:"How pictures are scaled for the encoder: fast, or reference, which is Pillow's filter to the byte, as the models were trained with; masks hardly differ." enum:"fast,reference"`
	Ahead           bool     `yaml:"ahead" doc:"With files, looks at frames before their turn: the next frame, or key-frame, is encoded while the one in hand is worked on, each on half of the threads, which gives more frames a second for 200 MB of memory; and with keyframe masks are carried back from later key-frames too. Live graphs never do, nor with reuse."`
	Threads         int      `yaml:"threads" doc:"Processors that the model may use. 0: as many as the graph says, or all."`
	Device          string   `yaml:"device" doc:"What the model runs on. auto: the first of cuda, coreml, directml and cpu that is there. maskgraph devices shows what this machine has." enum:"cpu,cuda,tensorrt,openvino,coreml,directml,webgpu,auto"`
}

// Reuse says when a frame's embedding may stand for a later frame.
type Reuse struct {
	MaxChange float64 `yaml:"max_change" doc:"The greatest mean difference of colour inside any prompt's box, grown by half its size (around clicks alone: a quarter of the frame's width and height), between the frame and the one that was encoded, 0 to 1 (black to white); measured on a picture 160 pixels wide. 0.01 is sensible for a camera on a stand: on a shelf where hands move bottles it spared 57 % of the encodings, and masks had an IoU of 0.998 with those of every frame encoded (0.02: 78 %, 0.996). 0: every frame is encoded."`
	MaxAge    float64 `yaml:"max_age" doc:"Seconds after which a frame is encoded whatever it looks like. 0: no limit."`
}

// defaults are the settings of a graph file that says nothing.
var defaults = Config{Model: "mobile-sam", Precision: "fp32", Device: "cpu", Ahead: true, Resize: "fast", Token: "auto", Select: "one", Hysteresis: 0.05, LostAfter: 1, NewObjects: "always"}

// Validate checks the settings.
func (c Config) Validate() error {
	errs := []error{c.options().Validate()}
	for _, s := range []struct {
		name  string
		value float64
	}{
		{"hysteresis", c.Hysteresis},
		{"clip", c.Clip},
		{"min_predicted_iou", c.MinPredictedIoU},
		{"min_stability", c.MinStability},
		{"reuse.max_change", c.Reuse.MaxChange},
	} {
		if !(s.value >= 0 && s.value <= 1) {
			errs = append(errs, fmt.Errorf("%s: must be in [0, 1], got %g", s.name, s.value))
		}
	}
	for _, s := range []struct {
		name  string
		value float64
	}{
		{"refine", float64(c.Refine)},
		{"min_region_area", float64(c.MinRegionArea)},
		{"max_instances", float64(c.MaxInstances)},
		{"reuse.max_age", c.Reuse.MaxAge},
		{"lost_after", c.LostAfter},
	} {
		if !(s.value >= 0) {
			errs = append(errs, fmt.Errorf("%s: must be at least 0, got %g", s.name, s.value))
		}
	}
	if c.Follow && c.Select == "all" {
		errs = append(errs, errors.New("select: must be one with follow: a thing is followed by one mask"))
	}
	errs = append(errs, c.Keyframe.check(c)...)
	m, known := models.Lookup(c.Model)
	for i, p := range c.Prompts {
		path := fmt.Sprintf("prompts[%d]", i)
		errs = append(errs, p.check(path)...)
		if p.Text != "" && known == nil && !sam.TakesText(m) {
			errs = append(errs, fmt.Errorf("%s.text: %s takes no text: let a Detector with text find boxes, or name a model of the form sam-text", path, m.Name))
		}
	}
	return errors.Join(errs...)
}

func (c Config) options() sam.Options {
	threads := c.Threads
	if threads == 0 && c.Keyframe.budget() > 0 {
		threads = 1
	}
	return sam.Options{Name: c.Model, Threads: threads, Device: c.Device, Precision: c.Precision, Resize: c.Resize}
}
