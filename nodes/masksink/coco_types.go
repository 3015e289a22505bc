package masksink

type cocoImage struct {
	ID       int     `json:"id"`
	Width    int     `json:"width"`
	Height   int     `json:"height"`
	FileName string  `json:"file_name"` // of the picture file; stream/frame.png for a video
	Stream   string  `json:"stream"`
	Frame    uint64  `json:"frame"`
	Seconds  float64 `json:"seconds"`
}

type cocoAnnotation struct {
	ID           int             `json:"id"`
	ImageID      int             `json:"image_id"`
	CategoryID   int             `json:"category_id"`
	Segmentation *rle            `json:"segmentation,omitempty"`
	Box          [4]float32      `json:"bbox"` // x, y, width, height
	Area         float32         `json:"area"`
	IsCrowd      int             `json:"iscrowd"`
	Score        float32         `json:"score"`
	TrackID      int             `json:"track_id,omitempty"`
	Attributes   *cocoAttributes `json:"attributes,omitempty"` // where CVAT looks for it
	Origin       *origin         `json:"origin,omitempty"`
}

type cocoAttributes struct {
	TrackID int `json:"track_id"`
}

type cocoCategory struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

type cocoInfo struct {
	Description string `json:"description"`
	Complete    bool   `json:"complete"`
}
