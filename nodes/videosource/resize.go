package videosource

// Resize is a size of frames.
type Resize struct {
	Width  int `yaml:"width" doc:"Pixels."`
	Height int `yaml:"height" doc:"Pixels."`
}

// size is the wanted size of a picture of w x h pixels.
func (r Resize) size(w, h int) (int, int) {
	switch {
	case r.Width > 0 && r.Height > 0:
		return r.Width, r.Height
	case r.Width > 0:
		return r.Width, max(1, (h*r.Width+w/2)/w)
	case r.Height > 0:
		return max(1, (w*r.Height+h/2)/h), r.Height
	}
	return w, h
}
