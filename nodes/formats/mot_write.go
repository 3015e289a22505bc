package formats

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// mot writes a line for each box.
type mot struct{ *file }

func newMOT(d *desk) (encoder, error) {
	f, err := d.main()
	return &mot{f}, err
}

func (*mot) state() any     { return nil }
func (*mot) end(bool) error { return nil }

func (o *mot) write(r *Record) error {
	for _, it := range r.Items {
		id := it.Track
		if id <= 0 {
			id = -1
		}
		line := fmt.Appendf(nil, "%d,%d,", r.Stamp.Seq+1, id)
		for _, v := range cornered(it.Box) {
			line = append(appendShort(line, v, 3), ',')
		}
		line = append(appendShort(line, it.Score, 6), ",-1,-1,-1\n"...)
		if _, err := o.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// appendShort writes a number with so many decimals, without zeros at the end.
func appendShort(line []byte, v float32, decimals int) []byte {
	line = strconv.AppendFloat(line, float64(v), 'f', decimals, 64)
	return bytes.TrimSuffix(bytes.TrimRight(line, "0"), []byte("."))
}

// mots writes a line for each mask. Its identity, which depends on how many tracks
// there are, gets its place at the end: until then the lines are put aside.
type mots struct {
	*file
	spool    *spool
	numbers  *motsNumbers
	perClass int // numbers that have room in a class
}

// lineKey is that of lines in the spool; tracks' keys are above.
const lineKey = -2

func newMOTS(d *desk) (encoder, error) {
	f, err := d.main()
	if err != nil {
		return nil, err
	}
	s, err := d.spool()
	return &mots{f, s, newMOTSNumbers(math.MaxInt, s), perClass}, err
}

func (*mots) state() any        { return nil }
func (o *mots) spooled() *spool { return o.spool }

func (o *mots) recall(key int, piece []byte) error {
	if key != lineKey {
		o.widen(o.numbers.recall(key, string(piece)))
	}
	return nil
}

// widen makes room for a number.
func (o *mots) widen(number int) {
	for number >= o.perClass {
		o.perClass *= 10
	}
}

// write puts lines aside: frame, number in the class or -1, class and the rest.
func (o *mots) write(r *Record) error {
	for _, p := range r.apart() {
		class, number, err := o.numbers.of(p)
		if err != nil {
			return err
		}
		o.widen(number)
		if p.at >= 0 && p.Track <= 0 {
			number = -1
		}
		line := fmt.Appendf(nil, "%d %d %d %d %d %s", r.Stamp.Seq+1, number, class, r.Height, r.Width, p.mask.COCOCounts(r.Width, r.Height))
		if err := o.spool.add(lineKey, line); err != nil {
			return err
		}
	}
	return nil
}

func (o *mots) end(bool) error {
	return o.spool.walk(func(key int, piece []byte) error {
		if key != lineKey {
			return nil
		}
		cells := bytes.SplitN(piece, []byte(" "), 4)
		id, err := strconv.Atoi(string(cells[1]))
		class, err2 := strconv.Atoi(string(cells[2]))
		if err := errors.Join(err, err2); err != nil {
			return err
		}
		if id >= 0 {
			id += class * o.perClass
		}
		_, err = fmt.Fprintf(o, "%s %d %d %s\n", cells[0], id, class, cells[3])
		return err
	})
}
