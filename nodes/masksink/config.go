package masksink

import (
	"errors"
	"fmt"
	"strings"

	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

// Config is what a graph file may say about a MaskSink.
type Config struct {
	Overlay string     `yaml:"overlay" output:"true" doc:"The picture with the masks drawn in: a video (.mp4 H.264 for every player and browser, .mkv FFV1 without loss, .avi MJPEG, .webm VP9) or pictures (.png, .jpg). {stream} and, for pictures, {frame} (the number, or the name of the picture file) are filled in; without them the second stream and the second picture get them appended. Odd sizes grow by a row or column. While nobody looks (a detector's every), a video goes on showing what was seen last. A video takes twice its room for a moment at its end."`
	FPS     float64    `yaml:"fps" doc:"Frames per second of an overlay video, 1 to 240, whatever the times of its frames. 0 shows every frame at its own time; .avi, which cannot, gets the mean rate. Every frame is written once."`
	Draw    draw.Style `yaml:"draw" doc:"What the overlay shows."`
	MaxAge  float64    `yaml:"max_age" doc:"Seconds since its capture by a camera after which a frame is not worth writing: it is dropped, and counted as too_old. 0: none is too old. Frames of files have no age."`

	Exact       string  `yaml:"exact" output:"true" doc:"A video (.mkv, FFV1, 16-bit gray) that holds the masks exactly: pixels have the values that masks gives them. One for each stream."`
	Masks       string  `yaml:"masks" output:"true" doc:"A folder for one palette PNG a frame, as in DAVIS: the value of a pixel is the track id, or else the lowest number that is free on the frame; where masks overlap the higher score wins. A frame with an id above 255 becomes a 16-bit gray PNG. Frames that nobody looked at are left out."`
	JSONL       string  `yaml:"jsonl" output:"true" doc:"A JSON Lines file, a line a frame, with what prompted each mask: the form that keeps everything, and that maskgraph convert turns into all others. - writes to the standard output, of the host only. One file for all videos unless {stream} is in the path."`
	COCO        string  `yaml:"coco" output:"true" doc:"A COCO JSON file with masks as compressed RLE, scores and track ids. Categories are numbered from 1 as they appear. One file for all videos unless {stream} is in the path. Frames that nobody looked at are left out."`
	COCOResults string  `yaml:"coco_results" output:"true" doc:"A JSON list of COCO results, for scorers. image_id is the number that is the picture's name, or else counts frames from 1; category_id is that of COCO's 80 classes, or else counts from 101."`
	YTVIS       string  `yaml:"ytvis" output:"true" doc:"A YouTube-VIS JSON file: a list of masks for each track. One file for all videos unless {stream} is in the path. It wants a Tracker: only the first 1000 things without a track are written."`
	MOTS        string  `yaml:"mots" output:"true" doc:"A MOTS text file: frame id class height width rle, id = class*1000 + track. One for each stream. No two masks overlap: the better score keeps the pixels."`
	MOTSPNG     string  `yaml:"mots_png" output:"true" doc:"A folder instances of 16-bit MOTS PNGs with labels.txt, as CVAT and Datumaro import it. One for each stream."`
	MOT         string  `yaml:"mot" output:"true" doc:"A MOTChallenge text file of boxes: frame,id,x,y,w,h,score,-1,-1,-1. One for each stream."`
	YOLO        string  `yaml:"yolo" output:"true" doc:"A folder with YOLO segmentation labels and data.yaml. Holes and separate parts are joined by bridges of no width; an instance without a mask is the rectangle of its box. One folder for all videos unless {stream} is in the path. The pictures belong into its folder images, under the labels' names: frames writes them."`
	LabelStudio string  `yaml:"labelstudio" output:"true" doc:"A JSON file of tasks with predictions for Label Studio (brush masks). The labelling set-up has an Image named image, BrushLabels named tag and RectangleLabels named box. One file for all videos unless {stream} is in the path."`
	Pictures    string  `yaml:"pictures" doc:"What stands before the names of pictures in labelstudio, such as /data/local-files/?d=street/."`
	CVAT        string  `yaml:"cvat" output:"true" doc:"A CVAT for images 1.1 XML file: exact masks, track ids as the attribute track_id. One file for all videos unless {stream} is in the path."`
	CVATVideo   string  `yaml:"cvat_video" output:"true" doc:"A CVAT for video 1.1 XML file: tracks of polygons, whose IoU with the masks is 0.99 or better. One for each stream."`
	CSV         string  `yaml:"csv" output:"true" doc:"A table with a row for each instance on each frame: time, track, label, score, box, and the mask's area and centroid. One file for all videos unless {stream} is in the path."`
	Frames      string  `yaml:"frames" output:"true" doc:"The pictures that the labels belong to, as they came, .jpg or .png: frames that nobody looked at are left out. {stream} and {frame} as in overlay. coco, ytvis, yolo, labelstudio and cvat then call them by this path, from its folder images on or else from the first {stream} or {frame} on. For yolo: YOLO/images/{stream}/{frame}.jpg, YOLO being the setting yolo. Other pictures that lie there stay."`
	Cutouts     Cutouts `yaml:"cutouts" doc:"Each instance cut out of its frame, as PNGs that are transparent around the mask: FOLDER/STREAM/CLASS/TRACK/FRAME.png."`
}

// setting is an output of a Config.
type setting struct {
	name, path string
	format     string // of package formats; empty for pictures and videos
}

// settings are all outputs in the order in which they are written, set or not.
func (c Config) settings() []setting {
	return []setting{
		{"overlay", c.Overlay, ""},
		{"exact", c.Exact, ""},
		{"coco", c.COCO, "coco"},
		{"masks", c.Masks, "davis"},
		{"jsonl", c.JSONL, "jsonl"},
		{"coco_results", c.COCOResults, "coco-results"},
		{"ytvis", c.YTVIS, "ytvis"},
		{"mots", c.MOTS, "mots"},
		{"mots_png", c.MOTSPNG, "mots-png"},
		{"mot", c.MOT, "mot"},
		{"yolo", c.YOLO, "yolo"},
		{"labelstudio", c.LabelStudio, "labelstudio"},
		{"cvat", c.CVAT, "cvat"},
		{"cvat_video", c.CVATVideo, "cvat-video"},
		{"csv", c.CSV, "csv"},
		{"frames", c.Frames, ""}, // after yolo, whose folder may be around it
		{"cutouts", c.Cutouts.Folder, ""},
	}
}

// Validate reports settings that cannot work.
func (c Config) Validate() error {
	var errs []error
	var names []string
	nothing := true
	for _, s := range c.settings() {
		names = append(names, s.name)
		nothing = nothing && s.path == ""
	}
	if nothing {
		errs = append(errs, fmt.Errorf("overlay: nothing to write: set at least one of %s", strings.Join(names, ", ")))
	}
	if c.FPS != 0 && (c.FPS < 1 || c.FPS > 240) {
		errs = append(errs, fmt.Errorf("fps: must be 0 or in [1, 240], got %v", c.FPS))
	}
	if c.Pictures != "" && c.LabelStudio == "" {
		errs = append(errs, errors.New("pictures: belongs to labelstudio, which is not set"))
	}
	if c.MaxAge < 0 {
		errs = append(errs, fmt.Errorf("max_age: must be at least 0, got %v", c.MaxAge))
	}
	return errors.Join(append(errs, c.Draw.Validate(), c.Cutouts.validate(), c.validatePaths())...)
}
