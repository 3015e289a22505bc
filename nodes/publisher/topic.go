package publisher

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/maskgraph/maskgraph/nodes/internal/environ"
)

// badInTopic is what brokers do not take in the name of a topic: NATS and MQTT have
// wildcards, Kafka only takes what files may be called.
var badInTopic = map[string]*regexp.Regexp{
	"nats":  regexp.MustCompile(`[*>\s]|^\.|\.\.|\.$`),
	"mqtt":  regexp.MustCompile(`[+#\x00]`),
	"kafka": regexp.MustCompile(`[^a-zA-Z0-9._-]`),
}

func (a address) checkTopic() error {
	example := environ.Example(strings.ReplaceAll(a.topic, streamField, "stream"))
	if bad := badInTopic[a.protocol].FindString(example); bad != "" {
		return fmt.Errorf("%q cannot stand in the topic %s of %s", bad, a.topic, a.protocol)
	}
	return nil
}

var notInTopic = regexp.MustCompile(`[^a-zA-Z0-9_-]`)

// topicOf is the topic of a stream. Signs of its name that mean something to a broker
// become an underscore.
func (a address) topicOf(stream string) string {
	return strings.ReplaceAll(a.topic, streamField, notInTopic.ReplaceAllString(stream, "_"))
}
