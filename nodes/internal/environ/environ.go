// Package environ puts what the environment holds into settings, so that graph files
// need not hold passwords.
package environ

import (
	"errors"
	"fmt"
	"os"
	"regexp"
)

var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// Expand is a text with the values of the environment in place of ${NAME}. The error
// names all that are missing.
func Expand(text string) (string, error) {
	var missing []error
	out := variable.ReplaceAllStringFunc(text, func(field string) string {
		name := field[len("${") : len(field)-len("}")]
		value, ok := os.LookupEnv(name)
		if !ok {
			missing = append(missing, fmt.Errorf("the environment has no %s", name))
		}
		return value
	})
	return out, errors.Join(missing...)
}

// Example is a text with a word in place of each ${NAME}, to be checked before the
// environment is there.
func Example(text string) string { return variable.ReplaceAllString(text, "variable") }
