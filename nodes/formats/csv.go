package formats

import (
	"encoding/csv"
	"strconv"
)

// table writes CSV.
type table struct {
	*file
	rows *csv.Writer
}

var tableHead = []string{
	"stream", "frame", "picture", "pts", "track", "label", "score", "x1", "y1", "x2", "y2",
	"mask", "area", "centroid_x", "centroid_y", "predicted_iou", "stability",
}

func newCSV(d *desk) (encoder, error) {
	f, err := d.main()
	if err != nil {
		return nil, err
	}
	o := &table{f, csv.NewWriter(f)}
	defer o.rows.Flush()
	return o, o.rows.Write(tableHead)
}

func (*table) state() any { return nil }

// write adds rows. Area and centroid are those of the mask, or else of the box.
func (o *table) write(r *Record) error {
	for _, it := range r.Items {
		masked, area := "0", float64(it.Box.Area())
		x, y := float64(it.Box.X1+it.Box.X2)/2, float64(it.Box.Y1+it.Box.Y2)/2
		if m := r.masked(it); m != nil {
			masked, area = "1", float64(m.Area())
			x, y = m.Centroid()
		}
		track := ""
		if it.Track > 0 {
			track = strconv.Itoa(it.Track)
		}
		row := []string{
			r.Stamp.Stream, strconv.FormatUint(r.Stamp.Seq, 10), r.Stamp.File, strconv.FormatFloat(r.Stamp.PTS.Seconds(), 'f', -1, 64),
			track, label(it), number(it.Score), number(it.Box.X1), number(it.Box.Y1), number(it.Box.X2), number(it.Box.Y2),
			masked, strconv.FormatFloat(area, 'f', -1, 64), strconv.FormatFloat(x, 'f', 3, 64), strconv.FormatFloat(y, 'f', 3, 64),
			number(it.PredictedIoU), number(it.Stability),
		}
		if err := o.rows.Write(row); err != nil {
			return err
		}
	}
	o.rows.Flush()
	return o.rows.Error()
}

func number(v float32) string { return strconv.FormatFloat(float64(v), 'f', -1, 32) }

func (o *table) end(bool) error {
	o.rows.Flush()
	return o.rows.Error()
}
