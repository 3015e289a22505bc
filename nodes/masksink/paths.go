package masksink

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/maskgraph/maskgraph/nodes/internal/av"
)

const (
	streamField = "{stream}"
	frameField  = "{frame}"
)

var placeholder = regexp.MustCompile(`\{[^}]*\}?`)

// validatePaths reports paths that cannot work, whatever is on the disk.
func (c Config) validatePaths() error {
	paths := []struct{ setting, path string }{{"overlay", c.Overlay}, {"coco", c.COCO}, {"masks", c.Masks}, {"jsonl", c.JSONL}}
	var errs []error
	seen := map[string]string{}
	for _, p := range paths {
		if p.path == "" {
			continue
		}
		clean := filepath.Clean(p.path)
		if first, twice := seen[clean]; twice {
			errs = append(errs, fmt.Errorf("%s: %s writes to %s already", p.setting, first, p.path))
		}
		seen[clean] = p.setting
		for _, field := range placeholder.FindAllString(p.path, -1) {
			if field == frameField && p.setting == "overlay" && isPicture(p.path) || field == streamField {
				continue
			}
			errs = append(errs, fmt.Errorf("%s: %s cannot stand here: want {stream} or, for pictures (overlay: NAME.png), {frame}", p.setting, field))
		}
		if p.setting != "masks" && c.Masks != "" && p.path != "-" && filepath.Dir(clean) == filepath.Clean(c.Masks) {
			errs = append(errs, fmt.Errorf("masks: wants a folder of its own, but %s lies in it: %s", p.setting, p.path))
		}
	}
	if ext := extension(c.Overlay); c.Overlay != "" && !slices.Contains(av.Endings(), ext) && !isPicture(c.Overlay) {
		errs = append(errs, fmt.Errorf("overlay: must end in .mp4, .mkv, .avi, .webm, .png or .jpg, got %q", ext))
	}
	return errors.Join(errs...)
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
	stem, ext := split(s.pattern, s.folder)
	if s.unit != perRun && r.streams > 0 && !strings.Contains(s.pattern, streamField) {
		stem += "-" + r.stream
	}
	if s.unit == perFrame && r.frames > 0 && !strings.Contains(s.pattern, frameField) {
		stem += "-" + r.name
	}
	return strings.NewReplacer(streamField, r.stream, frameField, r.name).Replace(stem) + ext
}

// split parts a path before its extension. A folder has none.
func split(path string, folder bool) (stem, ext string) {
	path = filepath.Clean(path)
	if !folder {
		ext = filepath.Ext(path)
	}
	return strings.TrimSuffix(path, ext), ext
}

// tempPath is where a file lies while it is written: beside its final name,
// hidden, with the extension that tells a video writer the container.
func tempPath(final string, folder bool) string {
	stem, ext := split(final, folder)
	return filepath.Join(filepath.Dir(stem), "."+filepath.Base(stem)+".part"+ext)
}

func incompletePath(final string, folder bool) string {
	stem, ext := split(final, folder)
	return stem + ".incomplete" + ext
}

// names are names as they stand in paths, none used twice.
type names map[string]bool

func (n names) add(wanted string) string {
	base := sanitise(wanted)
	name := base
	for i := 2; n[name]; i++ {
		name = base + "-" + strconv.Itoa(i)
	}
	n[name] = true
	return name
}

// sanitise makes a file name of any name.
func sanitise(wanted string) string {
	const most = 100 // bytes: file systems allow 255, and a little is appended
	var b strings.Builder
	for _, r := range wanted {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r) {
			r = '_'
		}
		if b.Len()+len(string(r)) > most {
			break
		}
		b.WriteRune(r)
	}
	name := strings.TrimLeft(b.String(), ".")
	if name == "" {
		return "stream"
	}
	return name
}
