package environ

import (
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestExpand(t *testing.T) {
	t.Setenv("WHO", "anna")
	t.Setenv("EMPTY", "")
	for _, c := range []struct{ name, text, want, err string }{
		{"nothing", "a$b{c}", "a$b{c}", ""},
		{"two", "${WHO}:${WHO}@", "anna:anna@", ""},
		{"empty ones are there", "a${EMPTY}b", "ab", ""},
		{"no name", "${1}${}", "${1}${}", ""},
		{"missing ones", "${NOBODY}${WHO}${NOTHING}", "anna", "the environment has no NOBODY\nthe environment has no NOTHING"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Expand(c.text)
			if got != c.want || (err == nil) != (c.err == "") || err != nil && err.Error() != c.err {
				t.Errorf("got %q, %v, want %q, %s", got, err, c.want, c.err)
			}
		})
	}
	if got := Example("${WHO}.${A_1}"); got != "variable.variable" {
		t.Errorf("got %s", got)
	}
}
