package graph

import (
	"fmt"
	"reflect"
	"strings"
	"text/tabwriter"

	"github.com/maskgraph/maskgraph/nodes"
)

// TypesText is a table of all node types for people: what goes in, what comes
// out, what it is for.
func TypesText(reg *nodes.Registry) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "type\tin\tout\twhat it does")
	for _, typ := range reg.Types() {
		f, _ := reg.Lookup(typ) // it is from the registry's own list
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", f.Type, orDash(portNames(f.In)), orDash(portNames(f.Out)), firstSentence(f.Doc))
	}
	w.Flush() //nolint:errcheck // a strings.Builder takes everything
	return b.String()
}

// TypeText is the documentation of one node type for people: its ports and settings.
func TypeText(reg *nodes.Registry, typ string) (string, error) {
	f, err := reg.Lookup(typ)
	if err != nil {
		return "", err
	}
	fields, err := nodes.Fields(f)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", f.Type, f.Doc)
	portsText(&b, "in", f.In)
	portsText(&b, "out", f.Out)
	if len(fields) > 0 {
		b.WriteString("\nwith:\n")
		fieldsText(&b, fields, "  ")
	}
	return b.String(), nil
}

func portsText(b *strings.Builder, title string, ports []nodes.Port) {
	if len(ports) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:\n", title)
	for _, p := range ports {
		typ := string(p.Type)
		if p.SameAs != "" {
			typ = "the type of its input " + p.SameAs
		}
		if p.Optional {
			typ += ", optional"
		}
		fmt.Fprintf(b, "  %s (%s)\n      %s\n", p.Name, typ, p.Doc)
	}
}

func fieldsText(b *strings.Builder, fields []nodes.Field, indent string) {
	for _, f := range fields {
		typ := f.Type
		if f.Enum != nil {
			typ = strings.Replace(typ, "string", "one of "+strings.Join(f.Enum, ", "), 1)
		}
		if f.Default != nil && !strings.HasSuffix(f.Type, "settings") {
			typ += "; default " + defaultText(f.Default)
		}
		fmt.Fprintf(b, "%s%s (%s)\n%s    %s\n", indent, f.Name, typ, indent, f.Doc)
		fieldsText(b, f.Fields, indent+"    ")
	}
}

// defaultText is a default as one would write it in a graph file.
func defaultText(v any) string {
	list := reflect.ValueOf(v)
	if list.Kind() != reflect.Slice {
		return fmt.Sprint(v)
	}
	var items []string
	for i := range list.Len() {
		items = append(items, defaultText(list.Index(i).Interface()))
	}
	return "[" + strings.Join(items, ", ") + "]"
}

func firstSentence(doc string) string {
	first, _, more := strings.Cut(doc, ". ")
	if more {
		return first + "."
	}
	return doc
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
