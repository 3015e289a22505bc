package tracking

import "math"

// Counts is what was counted on a sequence, or on several: see Add.
type Counts struct {
	Frames, Truth, Found int // Truth and Found are boxes or masks
	TruthIDs, FoundIDs   int
	clearCounts
	identityCounts
	hota [thresholds]hotaCounts
}

// Count counts a sequence. An identity that is twice on a frame is an error.
func Count(frames []Frame) (Counts, error) {
	s, err := number(frames)
	if err != nil {
		return Counts{}, err
	}
	c := Counts{
		Frames: len(frames), TruthIDs: s.truth, FoundIDs: s.found,
		clearCounts: clearOf(s), identityCounts: identityOf(s), hota: hotaOf(s),
	}
	for _, f := range frames {
		c.Truth += len(f.Truth)
		c.Found += len(f.Found)
	}
	return c, nil
}

// Add is the counts of both. Benchmarks score several sequences by the sum of
// their counts.
func (c Counts) Add(d Counts) Counts {
	c.Frames, c.Truth, c.Found = c.Frames+d.Frames, c.Truth+d.Truth, c.Found+d.Found
	c.TruthIDs, c.FoundIDs = c.TruthIDs+d.TruthIDs, c.FoundIDs+d.FoundIDs
	c.TP, c.FP, c.FN, c.IDSW = c.TP+d.TP, c.FP+d.FP, c.FN+d.FN, c.IDSW+d.IDSW
	c.Frag, c.MT, c.ML = c.Frag+d.Frag, c.MT+d.MT, c.ML+d.ML
	c.Similarity += d.Similarity
	c.IDTP, c.IDFP, c.IDFN = c.IDTP+d.IDTP, c.IDFP+d.IDFP, c.IDFN+d.IDFN
	for a, h := range d.hota {
		c.hota[a].TP += h.TP
		c.hota[a].FP += h.FP
		c.hota[a].FN += h.FN
		c.hota[a].Association += h.Association
	}
	return c
}

// Scores are a benchmark's. Fractions are in percent; 100 is perfect. MOTA and
// SMOTA may be negative. SMOTA counts each match by its similarity: of masks it is
// what MOTS calls sMOTSA, and MOTA is MOTSA.
type Scores struct {
	HOTA      float64 `json:"HOTA"`
	DetA      float64 `json:"DetA"`
	AssA      float64 `json:"AssA"`
	MOTA      float64 `json:"MOTA"`
	SMOTA     float64 `json:"sMOTA"`
	MOTP      float64 `json:"MOTP"`
	IDF1      float64 `json:"IDF1"`
	IDP       float64 `json:"IDP"`
	IDR       float64 `json:"IDR"`
	Recall    float64 `json:"Rcll"`
	Precision float64 `json:"Prcn"`

	TP     int `json:"TP"`
	FP     int `json:"FP"`
	FN     int `json:"FN"`
	IDSW   int `json:"IDSW"` // how often a thing's identity changes
	Frag   int `json:"Frag"` // how often a thing is followed again after a gap
	MT     int `json:"MT"`   // things followed on more than 80 % of their frames
	ML     int `json:"ML"`   // things followed on less than 20 %
	Truth  int `json:"GT"`   // true boxes or masks
	Found  int `json:"Det"`
	Things int `json:"GTids"`
	Tracks int `json:"TRids"`
	Frames int `json:"Frames"` // with something on them
}

// Scores makes scores of counts.
func (c Counts) Scores() Scores {
	s := Scores{
		TP: c.TP, FP: c.FP, FN: c.FN, IDSW: c.IDSW, Frag: c.Frag, MT: c.MT, ML: c.ML,
		Frames: c.Frames, Truth: c.Truth, Found: c.Found, Things: c.TruthIDs, Tracks: c.FoundIDs,
		MOTA: percent(float64(c.TP-c.FP-c.IDSW), c.Truth), SMOTA: percent(c.Similarity-float64(c.FP+c.IDSW), c.Truth),
		MOTP: percent(c.Similarity, c.TP), Recall: percent(float64(c.TP), c.Truth), Precision: percent(float64(c.TP), c.TP+c.FP),
		IDF1: percent(2*float64(c.IDTP), 2*c.IDTP+c.IDFP+c.IDFN),
		IDP:  percent(float64(c.IDTP), c.IDTP+c.IDFP), IDR: percent(float64(c.IDTP), c.IDTP+c.IDFN),
	}
	for _, h := range c.hota {
		detection := percent(float64(h.TP), h.TP+h.FP+h.FN)
		association := percent(h.Association, h.TP)
		s.DetA += detection / thresholds
		s.AssA += association / thresholds
		s.HOTA += math.Sqrt(detection*association) / thresholds
	}
	return s
}

// percent of nothing is 0.
func percent(part float64, whole int) float64 { return 100 * part / float64(max(1, whole)) }
