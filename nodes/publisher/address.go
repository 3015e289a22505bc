package publisher

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes/internal/environ"
)

// address is where messages go, taken from a URL.
type address struct {
	protocol       string // nats, mqtt, kafka
	tls            bool
	user, password string // user alone is a token
	hosts          []string
	topic          string // with {stream}
	sasl           string // of Kafka
	jetstream      bool   // of NATS
}

const streamField = "{stream}"

// ports are those of a protocol, without and with TLS.
var ports = map[string][2]string{"nats": {"4222", "4222"}, "mqtt": {"1883", "8883"}, "kafka": {"9092", "9093"}}

var errForm = errors.New("want nats://HOST/SUBJECT, mqtt://HOST/TOPIC or kafka://HOST/TOPIC, with +tls if the connection is to be encrypted")

// parseAddress reads a URL. ${NAME} stays as it is: see expand. No error repeats what
// may be a password.
func parseAddress(text string) (a address, err error) {
	scheme, rest, ok := strings.Cut(text, "://")
	a.protocol, a.tls = strings.CutSuffix(scheme, "+tls")
	if scheme == "mqtts" {
		a.protocol, a.tls = "mqtt", true
	}
	if _, known := ports[a.protocol]; !ok || !known {
		return a, errForm
	}
	rest, query, _ := strings.Cut(rest, "?")
	authority, topic, _ := strings.Cut(rest, "/")
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		user, password, _ := strings.Cut(authority[:at], ":")
		a.user, err = url.PathUnescape(user)
		if err == nil {
			a.password, err = url.PathUnescape(password)
		}
		if err != nil {
			return a, errors.New("the user or the password has a % that does not begin an escape: write it as %25")
		}
		authority = authority[at+1:]
	}
	if a.topic = topic; topic == "" {
		return a, fmt.Errorf("it ends without a topic: %w", errForm)
	}
	if a.hosts, err = a.hostsOf(authority); err != nil {
		return a, err
	}
	if err := a.checkTopic(); err != nil {
		return a, err
	}
	return a, a.readQuery(query)
}

func (a address) hostsOf(authority string) (hosts []string, err error) {
	for host := range strings.SplitSeq(authority, ",") {
		if _, _, err := net.SplitHostPort(host); err != nil {
			port := ports[a.protocol][0]
			if a.tls {
				port = ports[a.protocol][1]
			}
			host = net.JoinHostPort(strings.Trim(host, "[]"), port)
		}
		if name, _, err := net.SplitHostPort(host); err != nil || name == "" {
			return nil, fmt.Errorf("it names no host: %w", errForm)
		}
		hosts = append(hosts, host)
	}
	if len(hosts) > 1 && a.protocol == "mqtt" {
		return nil, errors.New("mqtt takes one host")
	}
	return hosts, nil
}

// expand puts the values of the environment in place of ${NAME}.
func (a address) expand() (address, error) {
	var errs []error
	put := func(text *string) {
		value, err := environ.Expand(*text)
		*text = value
		errs = append(errs, err)
	}
	a.hosts = slices.Clone(a.hosts)
	for i := range a.hosts {
		put(&a.hosts[i])
	}
	put(&a.user)
	put(&a.password)
	put(&a.topic)
	if err := errors.Join(errs...); err != nil {
		return a, err
	}
	return a, a.checkTopic()
}

// String is the address without what is secret.
func (a address) String() string {
	scheme := a.protocol
	if a.tls {
		scheme += "+tls"
	}
	return scheme + "://" + strings.Join(a.hosts, ",") + "/" + a.topic
}

// redact takes user and password out of what a library says.
func (a address) redact(text string) string {
	for _, secret := range []string{a.password, a.user} {
		if secret != "" {
			text = strings.NewReplacer(secret, "…", url.PathEscape(secret), "…", url.QueryEscape(secret), "…").Replace(text)
		}
	}
	return text
}
