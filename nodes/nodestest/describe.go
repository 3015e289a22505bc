package nodestest

import (
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

var snakeCase = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// describe checks what people and the graph's checks read about the type.
func (c *checker) describe() {
	if _, err := nodes.NewRegistry(c.f); err != nil {
		c.errorf("%v", err)
		return
	}
	if c.f.Doc == "" {
		c.errorf("the type has no Doc")
	}
	c.describePorts("input", c.f.In)
	c.describePorts("output", c.f.Out)
	for _, p := range c.f.Out {
		if _, ok := c.f.Input(p.SameAs); p.SameAs != "" && !ok {
			c.errorf("output port %s is SameAs %s, which is no input port", p.Name, p.SameAs)
		}
	}
	fields, _ := nodes.Fields(c.f)
	c.describeFields("", fields)
}

func (c *checker) describePorts(kind string, ports []nodes.Port) {
	seen := map[string]bool{}
	for _, p := range ports {
		if !snakeCase.MatchString(p.Name) {
			c.errorf("%s port %q: want a lower_snake_case name", kind, p.Name)
		}
		if seen[p.Name] {
			c.errorf("%s port %s is there twice", kind, p.Name)
		}
		seen[p.Name] = true
		if p.Doc == "" {
			c.errorf("%s port %s has no Doc", kind, p.Name)
		}
		if !slices.Contains([]nodes.Type{nodes.TypeFrame, nodes.TypeBoxes, nodes.TypeMasks}, p.Type) {
			c.errorf("%s port %s has the type %q", kind, p.Name, p.Type)
		}
	}
}

func (c *checker) describeFields(below string, fields []nodes.Field) {
	for _, f := range fields {
		if !snakeCase.MatchString(f.Name) {
			c.errorf("setting %s%s: want a lower_snake_case name", below, f.Name)
		}
		if s, ok := f.Default.(string); ok && f.Enum != nil && !slices.Contains(f.Enum, s) {
			c.errorf("setting %s%s: the default %q is none of %s", below, f.Name, s, strings.Join(f.Enum, ", "))
		}
		c.describeFields(below+f.Name+".", f.Fields)
	}
}

// decodes checks that the settings given fit, and that the defaults fit or name
// the setting that is asked for.
func (c *checker) decodes() {
	_, problems := c.config()
	for _, p := range problems {
		c.errorf("%v", p)
	}
	_, problems = nodes.Decode(c.f, "defaults", "with", nil, nil)
	for _, p := range problems {
		if !strings.HasPrefix(p.Path, "with.") {
			c.errorf("%v: say which setting to give", p)
		}
	}
}

// checkReport checks a node's account after Close.
func (c *checker) checkReport(node nodes.Node) {
	reporter, ok := node.(nodes.Reporter)
	if !ok {
		return
	}
	report := reporter.Report()
	for name := range report.Counters {
		if !snakeCase.MatchString(name) {
			c.errorf("counter %q: want a lower_snake_case name", name)
		}
	}
	for _, path := range report.Files {
		if _, err := os.Stat(path); err != nil {
			c.errorf("the report names a file that is not there: %v", err)
		}
	}
}
