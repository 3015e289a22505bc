package formats

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// Recognise finds out the format of a file or folder from what is in it.
func Recognise(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if info.IsDir() {
		return recogniseFolder(path)
	}
	f, err := openFile(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	in := lines{r: bufio.NewReader(f)}
	first, err := in.next()
	for err == nil && first[0] == '#' { // text of trackers may have comments
		first, err = in.next()
	}
	if err != nil {
		return "", unrecognised(path, "it is empty")
	}
	switch first[0] {
	case '{':
		var line struct {
			Instances *json.RawMessage `json:"instances"`
		}
		if json.Unmarshal(first, &line) == nil && line.Instances != nil {
			return "jsonl", nil
		}
		return recogniseJSON(path, f)
	case '[':
		return "", unrecognised(path, "it looks like a list of COCO results or Label Studio tasks, which name no pictures and can only be written")
	case '<':
		return "", unrecognised(path, "it looks like XML, which can only be written")
	}
	return recogniseText(path, string(first))
}

func unrecognised(path, why string) error {
	return fmt.Errorf("%s: format not recognised: %s; say which one it is (--from)", path, why)
}

// recogniseJSON looks at the keys of the whole and of the first annotation.
func recogniseJSON(path string, f *os.File) (string, error) {
	found, videos := "", false
	err := walkJSON(f, path, func(key string, i int, item json.RawMessage, _ int64) error {
		switch {
		case key == "images":
			found = "coco"
		case key == "videos":
			videos = true
		case key == "annotations" && i >= 0:
			var a map[string]json.RawMessage
			if json.Unmarshal(item, &a) == nil && a["segmentations"] != nil || a["video_id"] != nil && a["image_id"] == nil {
				found = "ytvis"
			} else if a["image_id"] != nil {
				found = "coco"
			}
		}
		if found != "" {
			return errStop
		}
		return nil
	})
	switch {
	case found != "":
		return found, nil
	case err != nil:
		return "", err
	case videos: // and no images: CocoVID has both
		return "ytvis", nil
	}
	return "", unrecognised(path, "JSON without images and annotations")
}

var errStop = errors.New("enough")

func recogniseText(path, line string) (string, error) {
	if newMOTSTracks().addMask(&Record{}, line) == nil {
		return "mots", nil
	}
	cells := strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	if len(cells) >= 6 && !slices.ContainsFunc(cells[:6], func(c string) bool { _, err := strconv.ParseFloat(c, 64); return err != nil }) {
		return "mot", nil
	}
	return "", unrecognised(path, "neither JSON nor MOT nor MOTS text")
}

func recogniseFolder(path string) (string, error) {
	has := func(patterns ...string) bool {
		return slices.ContainsFunc(patterns, func(p string) bool {
			found, err := filepath.Glob(filepath.Join(files.Escape(path), p))
			return err == nil && len(found) > 0
		})
	}
	switch {
	case has("data.yaml", "data.yml", framesName, "labels/*.txt", "labels/*/*.txt"):
		return "yolo", nil
	case has(labelsName, "instances/"+labelsName, "instances/*.png"):
		return "mots-png", nil
	case has("*.png", "*/*.png"):
		return "davis", nil
	}
	return "", unrecognised(path, "a folder with neither PNGs nor YOLO labels")
}
