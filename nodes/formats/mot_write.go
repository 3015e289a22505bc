package formats

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
)

// mot writes a line for each box.
type mot struct{ *file }

func newMOT(temp string, _ Options) (encoder, error) {
	f, err := newFile(temp)
	return &mot{f}, err
}

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

// mots writes a line for each mask: frame, class, track and the rest. The identity,
// which depends on how many tracks there are, gets its place at the end.
type mots struct {
	*file
	temp     string
	numbers  *motsNumbers
	perClass int // numbers that have room in a class
}

func newMOTS(temp string, _ Options) (encoder, error) {
	f, err := newFile(temp)
	return &mots{f, temp, newMOTSNumbers(math.MaxInt), perClass}, err
}

func (o *mots) write(r *Record) error {
	for _, p := range r.apart() {
		class, id := o.numbers.classes.of(p), -1
		switch {
		case p.at < 0:
			id = motsIgnored * perClass
		case p.Track > 0:
			number := o.numbers.of(class, p.Track)
			for number >= o.perClass {
				o.perClass *= 10
			}
			id = class*perClass + number
		}
		if _, err := fmt.Fprintf(o, "%d %d %d %d %d %s\n", r.Stamp.Seq+1, id, class, r.Height, r.Width, p.mask.COCOCounts(r.Width, r.Height)); err != nil {
			return err
		}
	}
	return nil
}

func (o *mots) end() error {
	if err := o.file.end(); err != nil || o.perClass == perClass {
		return err
	}
	return o.widen()
}

// widen writes the file again with room for more than 999 tracks in a class.
func (o *mots) widen() error {
	narrow, err := os.Open(o.temp)
	if err != nil {
		return err
	}
	defer narrow.Close()
	if err := os.Remove(o.temp); err != nil {
		return err
	}
	wide, err := newFile(o.temp)
	if err != nil {
		return err
	}
	in := lines{r: bufio.NewReader(narrow)}
	for {
		line, err := in.next()
		if errors.Is(err, io.EOF) {
			return wide.end()
		}
		if err == nil {
			err = o.widenLine(wide, line)
		}
		if err != nil {
			wide.free()
			return err
		}
	}
}

func (o *mots) widenLine(w io.Writer, line []byte) error {
	cells := bytes.SplitN(line, []byte(" "), 4)
	id, err := strconv.Atoi(string(cells[1]))
	if err != nil {
		return err
	}
	class, err := strconv.Atoi(string(cells[2]))
	if err != nil {
		return err
	}
	if id > 0 {
		id += class * (o.perClass - perClass)
	}
	_, err = fmt.Fprintf(w, "%s %d %s %s\n", cells[0], id, cells[2], cells[3])
	return err
}
