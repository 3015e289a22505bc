package main

import (
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/nodes/eval/coco"
	"github.com/maskgraph/maskgraph/nodes/eval/vos"
)

func evalMasksCommand() *cobra.Command {
	var a against
	var prompted bool
	cmd := &cobra.Command{
		Use:   "masks",
		Short: "Score masks: COCO's average precision on pictures, DAVIS's J&F in video.",
		Long: "Score masks, 0 to 1.\n\n" +
			"When the truth is a COCO annotation file: AP, AP50, AP75 and AR of masks; see eval boxes.\n\n" +
			"When it is a folder of PNGs whose pixels are identities (0 nothing, 255 void), of one sequence\n" +
			"or with a folder for each: J (overlap), F (agreement of boundaries, to 0.008 of the diagonal)\n" +
			"and J&F for every true thing, mean over frames, and the mean over things, as DAVIS defines them.\n" +
			"The result is such a folder, a COCO file with track ids such as MaskSink writes, or YouTube-VIS\n" +
			"JSON. Identities need not be those of the truth: things are paired so that J&F is greatest.\n" +
			"Frames without a result count as empty.",
		Example: "  maskgraph eval masks --truth instances_val2017.json --result results.json\n" +
			"  maskgraph eval masks --truth DAVIS/Annotations/480p/bear --result out/masks",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if isFolder(a.truth) && a.result != "" {
				return evalVOS(a, prompted)
			}
			return evalAP(cmd, a, true)
		},
	}
	a.flags(cmd, "COCO annotations, or a folder of mask PNGs", "COCO JSON, or a folder of mask PNGs")
	cmd.Flags().BoolVar(&prompted, "semi-supervised", false,
		"for video, as DAVIS scores trackers that are given the first frame's masks: identities are those of the truth, the first and last frame do not count")
	return cmd
}

func evalVOS(a against, prompted bool) error {
	folders, err := vos.Folders(a.truth)
	if err != nil {
		return err
	}
	score := vos.Evaluate
	if prompted {
		score = vos.EvaluatePrompted
	}
	objects := []vos.Object{}
	for _, f := range folders {
		truth, err := vos.ReadFolder(f.Dir)
		if err != nil {
			return err
		}
		truth.Name = f.Name
		result, err := resultOf(a.result, truth, len(folders) == 1)
		if err != nil {
			return err
		}
		objects = append(objects, score(truth, result)...)
	}
	mean := vos.Mean(objects)
	if a.asJSON {
		return printJSON(map[string]any{"objects": objects, "mean": mean})
	}
	var t scoreTable
	t.head("OBJECT", "FOUND AS", "J&F", "J", "F")
	for _, o := range objects {
		t.row(fmt.Sprintf("%s/%d", o.Sequence, o.ID), 4, o.Found, o.JF, o.J, o.F)
	}
	t.row("MEAN", 4, "", mean.JF, mean.J, mean.F)
	return t.print()
}

// resultOf is what was found in a sequence, on the frames of its truth.
func resultOf(path string, truth vos.Sequence, only bool) (vos.Sequence, error) {
	result, missing, err := readResult(path, truth, only)
	if missing > 0 && err == nil {
		slog.Warn("no result for frames: they count as empty", "sequence", truth.Name, "frames", missing)
	}
	return result, err
}

func readResult(path string, truth vos.Sequence, only bool) (result vos.Sequence, missing int, err error) {
	if !isFolder(path) {
		return coco.Video(path, truth)
	}
	dir := vos.FolderOf(path, truth.Name, only)
	if dir == "" {
		return result, 0, fmt.Errorf("%s: no masks of %s here: want %[2]s/*.png", path, truth.Name)
	}
	if result, err = vos.ReadFolder(dir); err != nil {
		return result, 0, err
	}
	if result, missing, err = vos.Align(truth, result, coco.Key); err != nil {
		return result, 0, fmt.Errorf("%s: %w", dir, err)
	}
	return result, missing, nil
}
