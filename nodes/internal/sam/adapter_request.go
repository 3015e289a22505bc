package sam

// request is what the inputs of one run are made of.
type request struct {
	e              *Embedding
	n, points      int64
	coords, labels []float32
	masks, has     []float32
	text, hasWords []float32
}

func (d *adapter) request(e *Embedding, b batch, prompts []Prompt) request {
	r := request{e: e, n: int64(len(b.indices)), coords: b.coords, labels: b.labels}
	if d.trim {
		r.coords, r.labels = b.padded(int(d.points))
	}
	r.points = int64(len(r.labels)) / r.n
	if d.takesMasks {
		r.masks, r.has = make([]float32, r.n*Grid*Grid), make([]float32, r.n)
		for i, at := range b.indices {
			for j, v := range prompts[at].Logits {
				if d.limit > 0 {
					v = max(-d.limit, min(v, d.limit))
				}
				r.masks[i*Grid*Grid+j] = v
				r.has[i] = 1
			}
		}
	}
	if d.takesText {
		r.text, r.hasWords = make([]float32, r.n*d.words), make([]float32, r.n)
		for i, at := range b.indices {
			if n := copy(r.text[int64(i)*d.words:], prompts[at].Text); n > 0 {
				r.hasWords[i] = 1
			}
		}
	}
	return r
}

// padded is the points without the padding of Embedding.tokens, and filled up to so
// many of each prompt instead; with 0, which is for one prompt alone, not at all.
func (b batch) padded(points int) (coords, labels []float32) {
	had := len(b.labels) / len(b.indices)
	for i := range b.indices {
		own := had
		if b.labels[i*had+had-1] == labelPadding {
			own--
		}
		coords = append(coords, b.coords[2*i*had:2*(i*had+own)]...)
		labels = append(labels, b.labels[i*had:i*had+own]...)
		for range points - own {
			coords, labels = append(coords, -1, -1), append(labels, labelPadding)
		}
	}
	return coords, labels
}
