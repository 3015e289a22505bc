package recorder

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

// Config is what a graph file may say about a Recorder.
type Config struct {
	Path   string     `yaml:"path" output:"true" doc:"Where the segments go, such as recordings/{stream}-{time}.mp4 (H.264; or .mkv, .webm). {stream} becomes the video's name, {time} the time of the segment's first frame in UTC, such as 2026-11-27T20-24-56.123Z. Without them they are appended to the name. Folders are made."`
	Length float64    `yaml:"length" doc:"Of a segment, in seconds. It is over earlier when the size of the frames changes."`
	Keep   Keep       `yaml:"keep" doc:"Which segments stay: the newest ones that are within all limits. Only segments that a Recorder has written under this path are ever removed. With a limit, the oldest one makes room when the disk is full, too."`
	Draw   draw.Style `yaml:"draw" doc:"What is drawn."`
}

// Keep bounds what is kept. 0 is no limit.
type Keep struct {
	Files int     `yaml:"files" doc:"Segments, at most. 0: any number."`
	GB    float64 `yaml:"gb" doc:"Their size together in GB, at most. 0: any size."`
	Hours float64 `yaml:"hours" doc:"Their age in hours, at most. 0: any age."`
}

const (
	streamField = "{stream}"
	timeField   = "{time}"
)

var placeholder = regexp.MustCompile(`\{[^}]*\}?`)

// Validate reports settings that cannot work.
func (c Config) Validate() error {
	var errs []error
	switch ext := strings.ToLower(filepath.Ext(c.Path)); ext {
	case ".mp4", ".mkv", ".webm":
	default:
		errs = append(errs, fmt.Errorf("path: must end in .mp4, .mkv or .webm, got %q", c.Path))
	}
	for _, field := range placeholder.FindAllString(c.Path, -1) {
		if field != streamField && field != timeField {
			errs = append(errs, fmt.Errorf("path: %s cannot stand here: want {stream} or {time}", field))
		}
	}
	if strings.Contains(filepath.Dir(c.Path), timeField) {
		errs = append(errs, errors.New("path: {time} belongs into the file's name, not into a folder's"))
	}
	if c.Length < 1 || c.Length > 24*3600 {
		errs = append(errs, fmt.Errorf("length: must be in [1, 86400], got %v", c.Length))
	}
	if c.Keep.Files < 0 || c.Keep.GB < 0 || c.Keep.Hours < 0 {
		errs = append(errs, errors.New("keep: limits must be 0 or more"))
	}
	return errors.Join(append(errs, c.Draw.Validate())...)
}
