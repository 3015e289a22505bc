package videoserver

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strings"

	"github.com/maskgraph/maskgraph/nodes/internal/environ"
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

// expand puts the values of the environment in place of ${NAME}.
func expand(password string) (string, error) {
	out, err := environ.Expand(password)
	if err == nil && out != "" && !strings.Contains(out, ":") {
		err = errors.New("want USER:PASSWORD")
	}
	return out, err
}
