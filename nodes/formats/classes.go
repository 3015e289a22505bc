package formats

import (
	"fmt"
	"slices"
)

// What MOTS calls its classes. Pixels of ignored belong to no thing.
const (
	motsCar     = 1
	motsPerson  = 2
	motsIgnored = 10
)

// motsClasses number names as MOTS does: cars and persons have their numbers, and the
// others the free ones in the order in which they appear.
type motsClasses struct {
	numbers map[string]int
	names   []string // at the places of the numbers
	tracks  map[int]string
	ignores bool // something was ignored
}

func newMOTSClasses() *motsClasses {
	return &motsClasses{
		numbers: map[string]int{"car": motsCar, "person": motsPerson, "pedestrian": motsPerson},
		names:   []string{"background", "car", "pedestrian"},
		tracks:  map[int]string{},
	}
}

// ignoredKey stands for the track of what is ignored.
const ignoredKey = -1

// of is the number of a class. A track keeps the class that it had first: the number
// is a part of its identity. fresh says that something was learned.
func (c *motsClasses) of(track int, name string) (class int, fresh bool) {
	if track == ignoredKey {
		fresh, c.ignores = !c.ignores, true
		return motsIgnored, fresh
	}
	if track > 0 {
		first, known := c.tracks[track]
		if known {
			name = first
		}
		fresh, c.tracks[track] = !known, name
	}
	if name == "person" && c.names[motsPerson] != name {
		fresh, c.names[motsPerson] = true, name
	}
	if c.numbers[name] == 0 {
		if len(c.names) == motsIgnored {
			c.names = append(c.names, "ignored")
		}
		fresh, c.numbers[name] = true, len(c.names)
		c.names = append(c.names, name)
	}
	return c.numbers[name], fresh
}

// lines are the names as labels.txt has them: the first is that of class 1. Datumaro
// looks for ignored anywhere.
func (c *motsClasses) lines() []string {
	if c.ignores && len(c.names) <= motsIgnored {
		return append(slices.Clone(c.names[1:]), "ignored")
	}
	return c.names[1:]
}

// motsLabel is the name of a class of MOTS text, which has numbers only.
func motsLabel(class int) string {
	switch class {
	case motsCar:
		return "car"
	case motsPerson:
		return "pedestrian"
	}
	return fmt.Sprint("class ", class)
}

// motLabels are the classes of MOT16 and later, at the places of their numbers.
var motLabels = []string{
	"", "pedestrian", "person on vehicle", "car", "bicycle", "motorbike", "non-motorised vehicle",
	"static person", "distractor", "occluder", "occluder on the ground", "occluder full", "reflection",
}

func motLabel(class int) string {
	switch {
	case class < 1:
		return ""
	case class < len(motLabels):
		return motLabels[class]
	}
	return fmt.Sprint("class ", class)
}
