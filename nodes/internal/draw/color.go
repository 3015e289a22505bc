package draw

import "math"

// bgr is a colour in the order of a frame's bytes.
type bgr [3]uint8

var (
	black = bgr{}
	white = bgr{255, 255, 255}
)

// colorOf gives a number a colour of its own, bright enough to stand out from
// video and far from those of the numbers beside it: hues a golden angle apart,
// in three lightnesses, in Oklch (Ottosson, "A perceptual color space for image
// processing", 2020).
func colorOf(n int) bgr {
	const golden = 2.39996323
	lightness := []float64{0.76, 0.66, 0.83}[n%3]
	hue := 0.6 + golden*float64(n%4096)
	a, b := 0.19*math.Cos(hue), 0.19*math.Sin(hue)
	l := cube(lightness + 0.3963377774*a + 0.2158037573*b)
	m := cube(lightness - 0.1055613458*a - 0.0638541728*b)
	s := cube(lightness - 0.0894841775*a - 1.2914855480*b)
	return bgr{
		gamma(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s),
		gamma(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		gamma(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
	}
}

func cube(x float64) float64 { return x * x * x }

// gamma turns linear light into a byte of sRGB.
func gamma(x float64) uint8 {
	x = min(max(x, 0), 1)
	if x <= 0.0031308 {
		return uint8(255*12.92*x + 0.5)
	}
	return uint8(255*(1.055*math.Pow(x, 1/2.4)-0.055) + 0.5)
}

// ink is black or white, whichever reads better on c.
func (c bgr) ink() bgr {
	if 0.114*float64(c[0])+0.587*float64(c[1])+0.299*float64(c[2]) > 140 {
		return black
	}
	return white
}
