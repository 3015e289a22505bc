package sameverything

import (
	"errors"
	"fmt"
	"math"

	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// Config is what a graph file may say about a SAMEverything. Names and defaults
// are those of segment_anything's SamAutomaticMaskGenerator.
type Config struct {
	Model                string  `yaml:"model" doc:"Name of a segmentation model in models/models.yaml."`
	PointsPerSide        int     `yaml:"points_per_side" doc:"The model is asked about so many points along each side of the frame: 32 are 1024 prompts. Things smaller than the distance of two points may be missed."`
	PredIoUThresh        float64 `yaml:"pred_iou_thresh" doc:"Masks must be better than this in the model's own opinion (predicted IoU), 0 to 1. 0: all pass."`
	StabilityScoreThresh float64 `yaml:"stability_score_thresh" doc:"Masks must be at least as stable: their IoU when the threshold is moved up and down by stability_score_offset, 0 to 1. 0: all pass. The default was made for the largest model: with mobile-sam, 0.85 here and 0.8 as pred_iou_thresh find nearly twice as much (average recall of 100 masks on photos 0.25 against 0.14, with 16 points)."`
	StabilityScoreOffset float64 `yaml:"stability_score_offset" doc:"How far the threshold is moved to see whether a mask is stable, in logits."`
	BoxNMSThresh         float64 `yaml:"box_nms_thresh" doc:"Of two masks whose boxes overlap more (IoU), the one with the lower predicted IoU is dropped. 1 keeps all."`
	CropNLayers          int     `yaml:"crop_n_layers" doc:"Look again at crops of the frame, where small things are larger: layer i has 2^i by 2^i crops, and each costs a run of the encoder and a grid of points. 0: the whole frame only; at most 4."`
	CropNMSThresh        float64 `yaml:"crop_nms_thresh" doc:"Of two masks from different crops whose boxes overlap more (IoU), the one from the larger crop is dropped."`
	CropOverlapRatio     float64 `yaml:"crop_overlap_ratio" doc:"How much the crops of layer 1 overlap, as a share of the frame's shorter side; those of each further layer half as much."`
	CropNPointsDownscale int     `yaml:"crop_n_points_downscale_factor" doc:"points_per_side is divided by this once for each layer."`
	MinMaskRegionArea    int     `yaml:"min_mask_region_area" doc:"Holes smaller than so many pixels are filled, and stray pieces as small are removed; the largest piece always stays. Of masks that are then alike, one that needed no change stays. 0: off."`
	MaxInstances         int     `yaml:"max_instances" doc:"At most so many instances a frame, best score first. 0: all."`
	Every                int     `yaml:"every" doc:"Look at every n-th frame of a stream only. The others are marked as skipped."`
	Threads              int     `yaml:"threads" doc:"Processors that the model may use. 0: as many as the graph says, or all."`
	Device               string  `yaml:"device" doc:"What the model runs on. auto: the first of cuda, coreml, directml and cpu that is there. maskgraph devices shows what this machine has." enum:"cpu,cuda,tensorrt,openvino,coreml,directml,webgpu,auto"`
}

// defaults are the settings of a graph file that says nothing.
var defaults = Config{
	Model: "mobile-sam", Device: "cpu", PointsPerSide: 32,
	PredIoUThresh: 0.88, StabilityScoreThresh: 0.95, StabilityScoreOffset: 1, BoxNMSThresh: 0.7,
	CropNMSThresh: 0.7, CropOverlapRatio: 512.0 / 1500, CropNPointsDownscale: 1,
	Every: 1,
}

// Validate checks the settings.
func (c Config) Validate() error {
	errs := []error{
		c.options().Validate(),
		within("points_per_side", c.PointsPerSide, 1, 256),
		within("pred_iou_thresh", c.PredIoUThresh, 0, 1),
		within("stability_score_thresh", c.StabilityScoreThresh, 0, 1),
		within("stability_score_offset", c.StabilityScoreOffset, 0, 100),
		within("box_nms_thresh", c.BoxNMSThresh, 0, 1),
		within("crop_n_layers", c.CropNLayers, 0, 4),
		within("crop_nms_thresh", c.CropNMSThresh, 0, 1),
		within("crop_overlap_ratio", c.CropOverlapRatio, 0, 1),
		within("crop_n_points_downscale_factor", c.CropNPointsDownscale, 1, 256),
		within("min_mask_region_area", c.MinMaskRegionArea, 0, math.MaxInt32),
		within("max_instances", c.MaxInstances, 0, math.MaxInt32),
		within("every", c.Every, 1, math.MaxInt32),
	}
	if errors.Join(errs...) == nil && c.pointsIn(c.CropNLayers) == 0 {
		errs = append(errs, fmt.Errorf("crop_n_points_downscale_factor: leaves no point of %d to a side in layer %d", c.PointsPerSide, c.CropNLayers))
	}
	return errors.Join(errs...)
}

func within[N int | float64](name string, x, low, high N) error {
	switch {
	case x >= low && x <= high:
		return nil
	case float64(high) == math.MaxInt32:
		return fmt.Errorf("%s: must be at least %v, got %v", name, low, x)
	}
	return fmt.Errorf("%s: must be in [%v, %v], got %v", name, low, high, x)
}

func (c Config) options() sam.Options {
	return sam.Options{Name: c.Model, Threads: c.Threads, Device: c.Device}
}

// pointsIn is the number of points along the side of a crop of a layer.
func (c Config) pointsIn(layer int) int {
	points := c.PointsPerSide
	for range layer {
		points /= c.CropNPointsDownscale
	}
	return points
}
