package videosource

import (
	"cmp"
	"path/filepath"
	"strings"
)

var (
	pictureExt = set(".jpg .jpeg .png .bmp .tif .tiff .webp .ppm .pgm")
	videoExt   = set(".mp4 .m4v .mov .mkv .webm .avi .mpg .mpeg .ts .m2ts .mts .wmv .flv .ogv .3gp .vob .mjpeg .h264 .h265 .hevc .y4m .gif")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

func split(paths []string) (pictures, videos []string) {
	for _, p := range paths {
		if pictureExt[strings.ToLower(filepath.Ext(p))] {
			pictures = append(pictures, p)
		} else {
			videos = append(videos, p)
		}
	}
	return pictures, videos
}

// natural compares names so that numbers in them count as numbers: 9.jpg before 10.jpg.
func natural(a, b string) int {
	for a != "" && b != "" {
		da, db := digits(a), digits(b)
		if da > 0 && db > 0 {
			x, y := strings.TrimLeft(a[:da], "0"), strings.TrimLeft(b[:db], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y), cmp.Compare(da, db)); c != 0 {
				return c
			}
			a, b = a[da:], b[db:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
