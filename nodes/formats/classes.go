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

// of is the number of an instance's class. A track keeps the class that it had first:
// the number is a part of its identity.
func (c *motsClasses) of(p painted) int {
	if p.at < 0 {
		c.ignores = true
		return motsIgnored
	}
	name := label(p.Instance)
	if p.Track > 0 {
		if first, known := c.tracks[p.Track]; known {
			name = first
		}
		c.tracks[p.Track] = name
	}
	if name == "person" {
		c.names[motsPerson] = name
	}
	if c.numbers[name] == 0 {
		if len(c.names) == motsIgnored {
			c.names = append(c.names, "ignored")
		}
		c.numbers[name] = len(c.names)
		c.names = append(c.names, name)
	}
	return c.numbers[name]
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
