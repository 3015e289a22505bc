package formats

import (
	"os"
	"path/filepath"
	"strings"
)

func newMOTSPNG(temp string, options Options) (encoder, error) {
	folder := filepath.Join(temp, "instances")
	o := newPNGs(folder, options)
	n := newMOTSNumbers(perClass - 1)
	o.value, o.deep = n.values, true
	o.finish = func(int) error {
		text := strings.Join(n.classes.lines(), "\n") + "\n"
		return os.WriteFile(filepath.Join(folder, labelsName), []byte(text), 0o644)
	}
	return o, os.Mkdir(folder, 0o755)
}

func (n *motsNumbers) values(_ *Record, all []painted) []int {
	values := make([]int, len(all))
	here := map[motsKey]bool{} // numbers on this frame of what has no track
	for i, p := range all {
		class := n.classes.of(p)
		var number int
		switch {
		case p.at < 0:
			values[i] = motsIgnored * perClass
			continue
		case p.Track > 0:
			number = n.of(class, p.Track)
		default:
			number = n.free(class, here)
			here[motsKey{class, number}] = true
		}
		if number >= 0 && class*perClass+number <= maxValue {
			values[i] = class*perClass + number
		}
	}
	return values
}
