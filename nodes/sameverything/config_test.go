package sameverything

import "testing"

func TestSettings(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"as they are", func(*Config) {}, ""},
		{"everything passes", func(c *Config) { c.PredIoUThresh, c.StabilityScoreThresh, c.BoxNMSThresh = 0, 0, 1 }, ""},
		{"a detector", func(c *Config) { c.Model = "yolox-nano" }, "model: yolox-nano is no segmentation model (its task is detect)"},
		{
			"ranges",
			func(c *Config) {
				c.PointsPerSide, c.PredIoUThresh, c.CropNLayers, c.Every, c.MaxInstances = 0, 1.5, 5, 0, -1
			},
			"points_per_side: must be in [1, 256], got 0\npred_iou_thresh: must be in [0, 1], got 1.5\n" +
				"crop_n_layers: must be in [0, 4], got 5\nmax_instances: must be at least 0, got -1\nevery: must be at least 1, got 0",
		},
		{
			"no points left",
			func(c *Config) { c.PointsPerSide, c.CropNLayers, c.CropNPointsDownscale = 8, 2, 3 },
			"crop_n_points_downscale_factor: leaves no point of 8 to a side in layer 2",
		},
		{"points left", func(c *Config) { c.PointsPerSide, c.CropNLayers, c.CropNPointsDownscale = 9, 2, 3 }, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cfg, got := defaults, ""
			tc.change(&cfg)
			if err := cfg.Validate(); err != nil {
				got = err.Error()
			}
			if got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}
