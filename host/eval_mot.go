package main

import (
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/nodes/eval/tracking"
)

func evalMOTCommand() *cobra.Command {
	var a against
	var o tracking.Options
	cmd := &cobra.Command{
		Use:   "mot",
		Short: "Score identities over time: HOTA, CLEAR MOT (MOTA …) and identity scores (IDF1 …).",
		Long: "Score identities over time: HOTA, CLEAR MOT (MOTA …) and identity scores (IDF1 …), in percent.\n\n" +
			"Files are MOT text (boxes) or MOTS text (masks), with or without gzip. The truth is a file,\n" +
			"a sequence's folder with gt.txt or gt/gt.txt, or a folder of those, or of SEQUENCE.txt; the\n" +
			"result is a file, or a folder of SEQUENCE.txt. COMBINED sums counts over sequences.\n\n" +
			"Boxes are compared by MOTChallenge's rules: true rows with score 0 or another class than 1\n" +
			"do not count, boxes on distractors or in regions to ignore (negative ids) neither. In MOTS\n" +
			"text class 10 is to be ignored. A seqinfo.ini near the truth may have a section [Score] with\n" +
			"minHeight=PX, firstFrame=N and classes=1,2.",
		Example: "  maskgraph eval mot --truth MOT17/train --result results\n" +
			"  maskgraph eval mot --truth gt.txt --result out.txt --stride 3 --json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.given(cmd); err != nil {
				return err
			}
			if o.Stride < 1 {
				return usage("%s: --stride must be at least 1", cmd.CommandPath())
			}
			return evalMOT(a, o)
		},
	}
	a.flags(cmd, "a file or folder of what is true", "a file or folder of results")
	cmd.Flags().IntVar(&o.Stride, "stride", 1, "score every n-th frame only")
	cmd.Flags().IntVar(&o.First, "first", -1, "the first of these frames (default: firstFrame of seqinfo.ini; or 0 when the truth has a frame 0, else 1)")
	cmd.Flags().Float64Var(&o.MinHeight, "min-height", -1, "boxes at most this high that match nothing do not count (default: minHeight of seqinfo.ini, or 0)")
	hideDefault(cmd, "first", "min-height")
	return cmd
}

func evalMOT(a against, o tracking.Options) error {
	sequences, missing, err := tracking.Sequences(a.truth, a.result)
	if err != nil {
		return err
	}
	for _, name := range missing {
		slog.Warn("no result for a sequence: it does not count", "sequence", name)
	}
	var all []tracking.Compared
	for _, s := range sequences {
		compared, err := tracking.Compare(s, o)
		if err != nil {
			return err
		}
		all = append(all, compared...)
	}
	if a.asJSON {
		return printJSON(map[string]any{"sequences": named(all), "combined": named(tracking.Combine(all))})
	}
	return motTable(append(all, tracking.Combine(all)...))
}

type namedScores struct {
	Name string `json:"name"`
	tracking.Scores
}

func named(all []tracking.Compared) []namedScores {
	out := []namedScores{}
	for _, c := range all {
		out = append(out, namedScores{c.Name, c.Scores()})
	}
	return out
}

func motTable(all []tracking.Compared) error {
	var t scoreTable
	t.head("SEQUENCE", "HOTA", "DetA", "AssA", "MOTA", "sMOTA", "MOTP", "IDF1", "IDP", "IDR", "FP", "FN", "IDSW", "Frag", "MT", "ML", "GT")
	for _, c := range all {
		s := c.Scores()
		t.row(c.Name, 2, s.HOTA, s.DetA, s.AssA, s.MOTA, s.SMOTA, s.MOTP, s.IDF1, s.IDP, s.IDR, s.FP, s.FN, s.IDSW, s.Frag, s.MT, s.ML, s.Truth)
	}
	return t.print()
}
