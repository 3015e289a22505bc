package videoserver

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"regexp"
	"strings"
)

// place is where a stream is served.
type place struct {
	address string // host:port
	path    string // with a slash in front, and {stream}
}

const streamField = "{stream}"

var (
	goodPath  = regexp.MustCompile(`^/[A-Za-z0-9._~/-]+$`)
	notInPath = regexp.MustCompile(`[^A-Za-z0-9._-]`)
)

func parsePlace(scheme, text string) (p place, err error) {
	host, path, _ := strings.Cut(strings.TrimPrefix(text, scheme+"://"), "/")
	p = place{host, "/" + path}
	if _, _, err := net.SplitHostPort(host); err != nil || path == "" {
		return p, fmt.Errorf("want HOST:PORT/PATH such as 127.0.0.1:8090/street, got %s", text)
	}
	if !goodPath.MatchString(p.of("stream")) {
		return p, fmt.Errorf("a path has letters, digits and . _ ~ - /, got %s", p.path)
	}
	return p, nil
}

// of is the path of a stream. Signs of its name that mean something in addresses become
// an underscore.
func (p place) of(stream string) string {
	return strings.ReplaceAll(p.path, streamField, notInPath.ReplaceAllString(stream, "_"))
}

// each says whether every stream has a path of its own.
func (p place) each() bool { return strings.Contains(p.path, streamField) }

func (p place) loopback() bool {
	host, _, _ := net.SplitHostPort(p.address) // parsePlace has checked it
	return isLoopback(host)
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback() || host == "localhost"
}

var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// expand puts the values of the environment in place of ${NAME}.
func expand(text string) (string, error) {
	var missing []error
	out := variable.ReplaceAllStringFunc(text, func(field string) string {
		name := field[2 : len(field)-1]
		value, ok := os.LookupEnv(name)
		if !ok {
			missing = append(missing, fmt.Errorf("the environment has no %s", name))
		}
		return value
	})
	if len(missing) == 0 && out != "" && !strings.Contains(out, ":") {
		missing = append(missing, errors.New("want USER:PASSWORD"))
	}
	return out, errors.Join(missing...)
}
