package models

// Forms are the kinds of decoders of the Segment Anything family: what an entry's
// Decode may say when its task is segment. The entry's tensors stand in the order of
// this table; their names are the file's.
//
//	decode            decoder's inputs                                           its outputs
//	sam               embedding points labels mask has_mask size                 scores masks
//	sam-all           the same, of an export without single mask                 scores masks
//	sam-text          embedding text has_text points labels mask has_mask size   scores masks
//	sam-hq            embedding inner points labels mask has_mask size           scores masks
//	edge-sam          embedding points labels                                    scores masks
//	efficientvit-sam  embedding points labels, in batches                        masks scores
//	efficient-sam     embedding points labels size (int64)                       masks scores
//	sam2              embedding features0 features1 points labels mask has_mask  masks scores
//
// sam is what SAM, MobileSAM and NanoSAM export with a single mask; the others are
// SAM-HQ, EdgeSAM, EfficientViT-SAM, EfficientSAM and SAM 2 with 2.1; sam-text is a
// decoder that takes CLIP's embeddings of words, text [1, length], as the paper's did,
// and has files of role text-encoder and tokenizer beside. The encoder's
// outputs are the embedding and then what else its decoder takes: inner of SAM-HQ,
// both features of SAM 2. Masks are logits on a grid of 256x256; the full-size ones
// that some decoders give as well are not to be named. Of these, real weights were
// run for sam (MobileSAM); the others were tested with small models of the same
// signature, made for the test.
var Forms = []string{"sam", "sam-all", "sam-text", "sam-hq", "edge-sam", "efficientvit-sam", "efficient-sam", "sam2"}

// tokens is what an entry's Token may say.
var tokens = []string{"", "token0", "best3", "stability", "sam2"}

// Reference is what a segmentation model must make of the self-test's picture, by
// the pipeline of its authors rather than by this program. A model that makes
// something else of it is fed in a wrong way, and refused.
type Reference struct {
	Norm   float64         `yaml:"norm"`   // Euclidean length of the embedding
	Every  int             `yaml:"every"`  // Values are the embedding's elements 0, Every, 2 Every, ...
	Values []float32       `yaml:"values"` // of the encoder's first output
	Masks  []ReferenceMask `yaml:"masks"`  // of the self-test's box alone, by token
}

// ReferenceMask is one mask of the decoder.
type ReferenceMask struct {
	Token int     `yaml:"token"` // 0: the single mask; 1 to 3: the ambiguous ones
	IoU   float32 `yaml:"iou"`   // predicted
	Area  int     `yaml:"area"`  // pixels of the picture
}
