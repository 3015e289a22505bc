package masksink

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes/formats"
	"github.com/maskgraph/maskgraph/nodes/internal/av"
	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

const (
	streamField = "{stream}"
	frameField  = "{frame}"
)

var placeholder = regexp.MustCompile(`\{[^}]*\}?`)

// validatePaths reports paths that cannot work, whatever is on the disk.
func (c Config) validatePaths() error {
	var errs []error
	seen := map[string]string{}
	for _, p := range c.settings() {
		if p.path == "" {
			continue
		}
		clean := filepath.Clean(p.path)
		if first, twice := seen[clean]; twice {
			errs = append(errs, fmt.Errorf("%s: %s writes to %s already", p.key(), first, p.path))
		}
		seen[clean] = p.name
		if p.path == "-" && p.name != "jsonl" {
			errs = append(errs, fmt.Errorf("%s: only jsonl can be written to the standard output", p.key()))
		}
		for _, field := range placeholder.FindAllString(p.path, -1) {
			if field == frameField && p.isPictures() || field == streamField && p.name != "cutouts" {
				continue
			}
			errs = append(errs, fmt.Errorf("%s: %s cannot stand here: want {stream} or, for pictures (overlay, frames: NAME.png), {frame}", p.key(), field))
		}
		errs = append(errs, c.validateAround(p))
	}
	if ext := extension(c.Overlay); c.Overlay != "" && !slices.Contains(av.Endings(), ext) && !isPicture(c.Overlay) {
		errs = append(errs, fmt.Errorf("overlay: must end in .mp4, .mkv, .avi, .webm, .png or .jpg, got %q", ext))
	}
	if ext := extension(c.Frames); c.Frames != "" && !isPicture(c.Frames) {
		errs = append(errs, fmt.Errorf("frames: must end in .jpg or .png, got %q", ext))
	}
	if ext := extension(c.Exact); c.Exact != "" && ext != ".mkv" {
		errs = append(errs, fmt.Errorf("exact: must end in .mkv, got %q", ext))
	}
	return errors.Join(errs...)
}

// validateAround reports outputs that lie in the folder of another one.
func (c Config) validateAround(folder setting) error {
	var errs []error
	for _, p := range c.settings() {
		around := filepath.Clean(folder.path) + string(filepath.Separator)
		guest := folder.name == "yolo" && p.name == "frames" && strings.HasPrefix(filepath.Clean(p.path), filepath.Join(folder.path, imagesFolder)+string(filepath.Separator))
		if folder.isFolder() && !guest && p.name != folder.name && p.path != "" && p.path != "-" && strings.HasPrefix(filepath.Clean(p.path), around) {
			errs = append(errs, fmt.Errorf("%s: wants a folder of its own, but %s lies in it: %s", folder.key(), p.name, p.path))
		}
	}
	return errors.Join(errs...)
}

// key is where a graph file has the path.
func (s setting) key() string {
	if s.name == "cutouts" {
		return "cutouts.folder"
	}
	return s.name
}

func (s setting) isFolder() bool {
	info, err := formats.Lookup(s.format)
	return err == nil && info.Folder || s.name == "cutouts"
}

// isPictures says that there is a file for each frame.
func (s setting) isPictures() bool {
	return (s.name == "overlay" || s.name == "frames") && isPicture(s.path)
}

func extension(path string) string { return strings.ToLower(filepath.Ext(path)) }

func isPicture(path string) bool {
	return slices.Contains([]string{".png", ".jpg", ".jpeg"}, extension(path))
}

func runOrStream(pattern string) unit {
	if strings.Contains(pattern, streamField) {
		return perStream
	}
	return perRun
}

// path is the final name of the file that a record goes to.
func (s *sink) path(r record) string {
	stem, ext := files.Split(s.pattern, s.owned != nil)
	if s.unit != perRun && r.streams > 0 && !strings.Contains(s.pattern, streamField) {
		stem += "-" + r.stream
	}
	if s.unit == perFrame && r.frames > 0 && !strings.Contains(s.pattern, frameField) {
		stem += "-" + r.name
	}
	return strings.NewReplacer(streamField, r.stream, frameField, r.name).Replace(stem) + ext
}
