package main

import (
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/nodes/eval"
	"github.com/maskgraph/maskgraph/nodes/eval/coco"
)

func evalBoxesCommand() *cobra.Command {
	var a against
	cmd := &cobra.Command{
		Use:   "boxes",
		Short: "Score boxes on pictures: COCO's average precision and recall.",
		Long: "Score boxes on pictures: AP (mean over IoU 0.50 … 0.95), AP50, AP75 and AR (at most 100 boxes of\n" +
			"a class on a picture), 0 to 1, as pycocotools defines them.\n\n" +
			"The truth is a COCO annotation file. The result is a list of COCO results, or a COCO file such as\n" +
			"MaskSink writes: its images are found by file_name, with or without folders, extension and zeros\n" +
			"before a number, its categories by name.",
		Example: "  maskgraph eval boxes --truth instances_val2017.json --result results.json",
		RunE:    func(cmd *cobra.Command, _ []string) error { return evalAP(cmd, a, false) },
	}
	a.flags(cmd, "COCO annotations", "COCO results, or a COCO file")
	return cmd
}

func evalAP(cmd *cobra.Command, a against, masks bool) error {
	if err := a.given(cmd); err != nil {
		return err
	}
	pictures, strangers, err := coco.Pictures(a.truth, a.result, masks)
	if err != nil {
		return err
	}
	if strangers > 0 {
		slog.Warn("found on images that the truth does not have: these do not count", "number", strangers)
	}
	score := eval.BoxPrecision
	if masks {
		score = eval.MaskPrecision
	}
	p := score(pictures)
	if a.asJSON {
		return printJSON(p)
	}
	var t scoreTable
	t.head("CLASS", "AP", "AP50", "AP75", "AR")
	for _, c := range p.Classes {
		t.row(c.Label, 4, c.AP, c.AP50, c.AP75, c.AR)
	}
	t.row("MEAN", 4, p.AP, p.AP50, p.AP75, p.AR)
	return t.print()
}

// isFolder says whether masks are compared as DAVIS does it.
func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
