package formats

// perClass is how many values a class has in the identities of MOTS: class*1000 + track.
const perClass = 1000

type motsKey struct{ class, track int }

// motsNumbers gives tracks their numbers in their classes: their own if they are below
// 1000, or what is behind the class in theirs, or else the lowest that is free.
type motsNumbers struct {
	classes *motsClasses
	notes   *spool // of each track and class when it comes, for recall
	most    int    // the largest number there is
	number  map[motsKey]int
	taken   map[motsKey]bool
	next    map[int]int // of a class: all numbers below are taken
}

func newMOTSNumbers(most int, notes *spool) *motsNumbers {
	return &motsNumbers{newMOTSClasses(), notes, most, map[motsKey]int{}, map[motsKey]bool{}, map[int]int{}}
}

// of is the class of an instance and the number of its track in it: see track.
func (n *motsNumbers) of(p painted) (class, number int, err error) {
	track, name := max(0, p.Track), label(p.Instance)
	if p.at < 0 {
		track, name = ignoredKey, ""
	}
	class, fresh := n.classes.of(track, name)
	if fresh {
		err = n.notes.add(track, []byte(name))
	}
	if track > 0 {
		number = n.track(class, track)
	}
	return class, number, err
}

// recall takes a note.
func (n *motsNumbers) recall(track int, name string) (number int) {
	class, _ := n.classes.of(track, name)
	if track > 0 {
		number = n.track(class, track)
	}
	return number
}

// track is the number that a track has for good, -1 when there are no more.
// Benchmarks use 0 too.
func (n *motsNumbers) track(class, track int) int {
	k := motsKey{class, track}
	if number, known := n.number[k]; known {
		return number
	}
	number := track
	if behind := track - class*perClass; behind >= 0 && behind < perClass {
		number = behind
	}
	if number >= perClass || n.taken[motsKey{class, number}] {
		number = n.free(class, nil)
	}
	n.number[k] = number
	n.taken[motsKey{class, number}] = true
	return number
}

// free is the lowest number of a class that neither a track nor anything here has.
func (n *motsNumbers) free(class int, here map[motsKey]bool) int {
	number := max(1, n.next[class])
	for ; n.taken[motsKey{class, number}]; number++ {
	}
	n.next[class] = number
	for ; here[motsKey{class, number}] || n.taken[motsKey{class, number}]; number++ {
	}
	if number > n.most {
		return -1
	}
	return number
}

// motsTracks makes tracks of identities that are read: numbers in their classes, as
// long as no other class has the same, and then whole identities.
type motsTracks struct {
	track map[motsKey]int
	taken map[int]bool
}

func newMOTSTracks() *motsTracks { return &motsTracks{map[motsKey]int{}, map[int]bool{}} }

// of is the track of an identity of a class, 0 for none.
func (t *motsTracks) of(class, id int) int {
	if id <= 0 {
		return 0
	}
	k := motsKey{class, id}
	if track, known := t.track[k]; known {
		return track
	}
	track := id
	for per := perClass; per <= 1_000_000_000 && class > 0; per *= 10 {
		if behind := id - class*per; behind > 0 && behind < per {
			track = behind
			break
		}
	}
	if t.taken[track] {
		track = id
	}
	for ; t.taken[track]; track++ {
	}
	t.track[k], t.taken[track] = track, true
	return track
}
