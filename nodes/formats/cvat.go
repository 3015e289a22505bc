package formats

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// cvat writes CVAT for images. What is known only at the end stands at the beginning
// of the file, so the pictures are put aside.
type cvat struct {
	*file
	body *file
	cvatState
}

type cvatState struct {
	Frames int
	Labels categories
}

func newCVAT(d *desk) (encoder, error) {
	f, err := d.main()
	if err != nil {
		return nil, err
	}
	body, err := d.side()
	return &cvat{file: f, body: body}, err
}

func (o *cvat) state() any { return &o.cvatState }

func (o *cvat) write(r *Record) error {
	if err := r.sized(); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "  <image id=\"%d\" name=\"%s\" width=\"%d\" height=\"%d\">\n", o.Frames, escaped(r.picture()), r.Width, r.Height)
	for i, it := range r.Items {
		name := label(it)
		o.Labels.id(name)
		shape := fmt.Sprintf(`label="%s" source="auto" occluded="0" z_order="%d"`, escaped(name), i)
		m := r.masked(it)
		if m != nil && m.Empty() {
			continue
		}
		element := "box"
		if m != nil {
			element = "mask"
			shape += cvatMask(m)
		} else {
			shape += cvatBox(r.tight(it))
		}
		fmt.Fprintf(&b, "    <%s %s>%s</%s>\n", element, shape, cvatTrack(it.Track), element)
	}
	b.WriteString("  </image>\n")
	o.Frames++
	_, err := o.body.WriteString(b.String())
	return err
}

func cvatTrack(track int) string {
	if track <= 0 {
		return ""
	}
	return fmt.Sprintf(`<attribute name="track_id">%d</attribute>`, track)
}

// cvatMask is the runs of the mask's crop.
func cvatMask(m *nodes.Mask) string {
	var runs []string
	for _, n := range rowRuns(m, m.X, m.Y, m.W, m.H) {
		runs = append(runs, strconv.Itoa(n))
	}
	return fmt.Sprintf(` rle="%s" left="%d" top="%d" width="%d" height="%d"`, strings.Join(runs, ", "), m.X, m.Y, m.W, m.H)
}

func cvatBox(b nodes.Box) string {
	return fmt.Sprintf(` xtl="%.2f" ytl="%.2f" xbr="%.2f" ybr="%.2f"`, b.X1, b.Y1, b.X2, b.Y2)
}

// escaped is a text as it may stand in an attribute.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}

func (o *cvat) end(bool) error {
	if err := cvatHead(o.file, "annotation", o.Frames, o.Labels, 0, 0); err != nil {
		return err
	}
	if err := o.body.pour(o); err != nil {
		return err
	}
	_, err := o.WriteString("</annotations>\n")
	return err
}

// cvatHead writes what stands before images and tracks: labels, and the size of a
// video's frames.
func cvatHead(f *file, mode string, frames int, labels categories, width, height int) error {
	var b strings.Builder
	b.WriteString(xml.Header + "<annotations>\n  <version>1.1</version>\n  <meta>\n    <task>\n")
	fmt.Fprintf(&b, "      <size>%d</size>\n      <mode>%s</mode>\n      <labels>\n", frames, mode)
	for _, c := range labels.List {
		fmt.Fprintf(&b, "        <label>\n          <name>%s</name>\n          <attributes>\n            <attribute>"+
			"<name>track_id</name><mutable>False</mutable><input_type>text</input_type><default_value></default_value><values></values></attribute>\n"+
			"          </attributes>\n        </label>\n", escaped(c.Name))
	}
	b.WriteString("      </labels>\n")
	if width > 0 && height > 0 {
		fmt.Fprintf(&b, "      <original_size>\n        <width>%d</width>\n        <height>%d</height>\n      </original_size>\n", width, height)
	}
	b.WriteString("    </task>\n  </meta>\n")
	_, err := f.WriteString(b.String())
	return err
}
