package masksink

import (
	"errors"
	"fmt"
)

// Cutouts is what is cut out of frames, and where it goes.
type Cutouts struct {
	Folder  string `yaml:"folder" output:"true" doc:"Where the pictures go: FOLDER/STREAM/CLASS/TRACK/FRAME.png; without a track, FOLDER/STREAM/CLASS/FRAME-N.png."`
	Every   int    `yaml:"every" doc:"Cut from every n-th frame of a stream only."`
	MinArea int    `yaml:"min_area" doc:"Leave out what is smaller, in pixels of the mask or, without one, of the box."`
	Margin  int    `yaml:"margin" doc:"Pixels of the frame around what is cut out, transparent where there is a mask."`
}

const mostMargin = 1000

func (c Cutouts) validate() error {
	var errs []error
	if c.Every < 1 {
		errs = append(errs, fmt.Errorf("cutouts.every: must be at least 1, got %d", c.Every))
	}
	if c.MinArea < 0 {
		errs = append(errs, fmt.Errorf("cutouts.min_area: must be at least 0, got %d", c.MinArea))
	}
	if c.Margin < 0 || c.Margin > mostMargin {
		errs = append(errs, fmt.Errorf("cutouts.margin: must be in [0, %d], got %d", mostMargin, c.Margin))
	}
	return errors.Join(errs...)
}
