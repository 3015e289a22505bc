package formats

import (
	"strings"

	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

func folderFormats() []Info {
	return []Info{
		{
			Name: "davis", Folder: true, OneVideo: true, Aside: true, KeepsMasks: true, KeepsTracks: true,
			Owned: &files.Owned{Marker: aboutName, Patterns: []string{strings.Repeat("[0-9]", 6) + "*.png", aboutName}},
			Doc: "A folder of PNGs in the palette of DAVIS, a picture for each frame, the values of pixels being track ids; " +
				"pictures with an id above 255 have 16 bits. What has no track gets the lowest free id of its frame. Verified with Pillow.",
			Lossy: "scores, boxes, times, what lies under a better mask, instances without a mask, tracks above 65535",
			read:  readDAVIS, create: newDAVIS,
		},
		{
			Name: "mots-png", Folder: true, OneVideo: true, Aside: true, KeepsMasks: true, KeepsTracks: true,
			Owned: &files.Owned{Marker: "instances/" + labelsName, Patterns: []string{"instances"}},
			Doc: "MOTS PNGs in a folder instances, with labels.txt, as CVAT and Datumaro import them (zip the folder for CVAT): 16 bits, " +
				"value = class*1000 + track. Tracks above 999 get a free number of their class. Verified with Pillow; the layout is that of Datumaro's code, CVAT itself was not tried.",
			Lossy: "scores, boxes, times, what lies under a better mask, instances without a mask, more than 999 tracks or 64 classes",
			read:  readMOTSPNG, create: newMOTSPNG,
		},
		{
			Name: "yolo", Folder: true, KeepsMasks: true,
			Owned: &files.Owned{Marker: framesName, Patterns: []string{"labels", "data.yaml", framesName}, Guest: "images"},
			Doc: "YOLO segmentation labels: data.yaml and labels/NAME.txt with one polygon for each instance, holes and separate parts joined by bridges of no width; " +
				"its pixels and the mask's have an IoU of at least 0.99. An instance without a mask is the rectangle of its box. Put the pictures into images. " +
				"Sizes of pictures are read from frames.csv, which is written beside, or from the pictures in images. Format after Ultralytics' documentation, not tried with it.",
			Lossy: "tracks, scores, frames that nobody looked at",
			read:  readYOLO, create: newYOLO,
		},
	}
}

func toolFormats() []Info {
	return []Info{
		{
			Name: "labelstudio", Ext: ".json", KeepsMasks: true,
			Doc: "Tasks with predictions for Label Studio, one for each picture: BrushLabels named tag on an Image named image, RectangleLabels named box for what has no mask. " +
				"--pictures is put before the pictures' names. The masks are verified with the decoder of label-studio-converter; the import was not tried.",
			Lossy:  "tracks (each region has a note with its number), frames that nobody looked at",
			create: newLabelStudio,
		},
		{
			Name: "cvat", Ext: ".xml", Aside: true, KeepsMasks: true,
			Doc: "CVAT for images 1.1, exact masks. Tracks stand in an attribute track_id, which CVAT keeps where the label has one. " +
				"Verified with Datumaro's reader; CVAT itself was not tried.",
			Lossy:  "scores, tracks as such (cvat-video keeps them), boxes of what has a mask",
			create: newCVAT,
		},
		{
			Name: "cvat-video", Ext: ".xml", OneVideo: true, Aside: true, KeepsMasks: true, KeepsTracks: true,
			Doc: "CVAT for video 1.1: tracks of polygons, one polygon a frame, holes and separate parts joined by bridges, IoU with the mask at least 0.99 " +
				"(CVAT has no tracks of masks). Parsed with Datumaro's reader; CVAT itself was not tried.",
			Lossy:  "scores, a track's change of class, boxes of what has a mask",
			create: newCVATVideo,
		},
	}
}
