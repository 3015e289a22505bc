package publisher

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
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

var saslNames = []string{"plain", "scram-sha-256", "scram-sha-512"}

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

// badInTopic is what brokers do not take in the name of a topic: NATS and MQTT have
// wildcards, Kafka only takes what files may be called.
var badInTopic = map[string]*regexp.Regexp{
	"nats":  regexp.MustCompile(`[*>\s]|^\.|\.\.|\.$`),
	"mqtt":  regexp.MustCompile(`[+#\x00]`),
	"kafka": regexp.MustCompile(`[^a-zA-Z0-9._-]`),
}

func (a address) checkTopic() error {
	example := variable.ReplaceAllString(strings.ReplaceAll(a.topic, streamField, "stream"), "variable")
	if bad := badInTopic[a.protocol].FindString(example); bad != "" {
		return fmt.Errorf("%q cannot stand in the topic %s of %s", bad, a.topic, a.protocol)
	}
	return nil
}

func (a *address) readQuery(query string) error {
	values, err := url.ParseQuery(query)
	if err != nil {
		return errors.New("what follows the ? cannot be read")
	}
	for name := range values {
		if want := map[string]string{"kafka": "sasl", "nats": "jetstream"}[a.protocol]; name != want {
			return fmt.Errorf("unknown %s= after the ? (have, for kafka, sasl, and, for nats, jetstream)", name)
		}
	}
	if a.sasl = values.Get("sasl"); a.sasl != "" && !slices.Contains(saslNames, a.sasl) {
		return fmt.Errorf("sasl: want one of %s", strings.Join(saslNames, ", "))
	}
	if text := values.Get("jetstream"); values.Has("jetstream") {
		if a.jetstream, err = strconv.ParseBool(text); err != nil {
			return errors.New("jetstream: want true or false")
		}
	}
	return nil
}

var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// expand puts the values of the environment in place of ${NAME}.
func (a address) expand() (address, error) {
	var missing []error
	put := func(text string) string {
		return variable.ReplaceAllStringFunc(text, func(field string) string {
			name := field[2 : len(field)-1]
			value, ok := os.LookupEnv(name)
			if !ok {
				missing = append(missing, fmt.Errorf("the environment has no %s", name))
			}
			return value
		})
	}
	a.user, a.password, a.topic = put(a.user), put(a.password), put(a.topic)
	a.hosts = slices.Clone(a.hosts)
	for i := range a.hosts {
		a.hosts[i] = put(a.hosts[i])
	}
	if err := errors.Join(missing...); err != nil {
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

var notInTopic = regexp.MustCompile(`[^a-zA-Z0-9_-]`)

// topicOf is the topic of a stream. Signs of its name that mean something to a broker
// become an underscore.
func (a address) topicOf(stream string) string {
	return strings.ReplaceAll(a.topic, streamField, notInTopic.ReplaceAllString(stream, "_"))
}
