package formats

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// Info describes a format to people, and holds its reader and writer.
type Info struct {
	Name     string
	Doc      string // what it is, who reads it, and what was verified
	Ext      string // of the file, .json; empty for a folder
	Folder   bool   // it is a folder of files
	OneVideo bool   // it holds one video: several become several outputs

	Aside bool // while it is written it has a second file: see Side

	Reads, Writes           bool
	KeepsMasks, KeepsTracks bool
	Lossy                   string // what is lost when it is written; empty: nothing

	read   func(path string) iter.Seq2[Record, error]
	create func(d *desk) (encoder, error)
	Owned  *files.Owned // of a folder: what it is made of
}

// Formats is every format there is.
func Formats() []Info {
	all := slices.Concat(ourFormats(), cocoFormats(), trackFormats(), folderFormats(), toolFormats())
	for i, f := range all {
		all[i].Reads, all[i].Writes = f.read != nil, f.create != nil
	}
	return all
}

func ourFormats() []Info {
	return []Info{
		{
			Name: "jsonl", Ext: ".jsonl", KeepsMasks: true, KeepsTracks: true,
			Doc:   "Maskgraph's own JSON Lines, a line for each frame: the only format that keeps everything.",
			Lossy: "numbers of classes (their names stay)",
			read:  readJSONL, create: newJSONL,
		},
		{
			Name: "csv", Ext: ".csv", KeepsTracks: true,
			Doc:    "A table for spreadsheets and pandas, a row for each instance on each frame.",
			Lossy:  "masks (area and centroid stay), frames with nothing on them",
			create: newCSV,
		},
	}
}

func cocoFormats() []Info {
	return []Info{
		{
			Name: "coco", Ext: ".json", Aside: true, KeepsMasks: true, KeepsTracks: true,
			Doc: "COCO JSON, masks as compressed run lengths, track ids in track_id and attributes.track_id. " +
				"Reads other people's too: polygons, run lengths of both kinds, crowds, videos in the manner of CocoVID. Verified with pycocotools.",
			Lossy: "boxes (the masks' are written), predicted IoU and stability, frames that nobody looked at",
			read:  readCOCO, create: newCOCO,
		},
		{
			Name: "coco-results", Ext: ".json", KeepsMasks: true, KeepsTracks: true,
			Doc: "A list of COCO results, for scorers. image_id is the number that is the picture's name, or else counts frames from 1; " +
				"category_id is that of the 80 classes of COCO, or else counts names from 101. Verified with pycocotools.",
			Lossy:  "names and sizes of pictures, names of classes, times",
			create: newResults,
		},
		{
			Name: "ytvis", Ext: ".json", Aside: true, KeepsMasks: true, KeepsTracks: true,
			Doc: "YouTube-VIS JSON: a list of masks for each track of each video. Run lengths verified with pycocotools. " +
				"What has no track is a track of one frame.",
			Lossy: "boxes (the masks' are written), predicted IoU and stability, a track's change of class, frames that nobody looked at",
			read:  readYTVIS, create: newYTVIS,
		},
	}
}

func trackFormats() []Info {
	return []Info{
		{
			Name: "mots", Ext: ".txt", OneVideo: true, Aside: true, KeepsMasks: true, KeepsTracks: true,
			Doc: "MOTS text: frame id class height width rle, frames from 1, id = class*1000 + track, car 1, pedestrian and person 2, other classes from 3 in order. Tracks above 999 get a free number of their class, and the factor 1000 grows to the next power of ten when there are none. " +
				"No two masks overlap: the better score keeps the pixels. " +
				"What has no track has id -1, for trackers to read. Verified with the project's scorer of MOTS.",
			Lossy: "scores, boxes, names of classes, times, what lies under a better mask, instances without a mask",
			read:  readMOTS, create: newMOTS,
		},
		{
			Name: "mot", Ext: ".txt", OneVideo: true, KeepsTracks: true,
			Doc:   "MOTChallenge text: frame,id,x,y,w,h,score,-1,-1,-1, frames from 1. What has no track has id -1. Verified with the project's scorer of MOT.",
			Lossy: "masks (boxes stay), classes, times",
			read:  readMOT, create: newMOT,
		},
	}
}

// Lookup finds a format by its name.
func Lookup(name string) (Info, error) {
	var have []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		have = append(have, f.Name)
	}
	return Info{}, fmt.Errorf("unknown format %q, have %s%s", name, strings.Join(have, ", "), nodes.DidYouMean(name, have))
}
