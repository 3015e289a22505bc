package publisher

import (
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

// Config is what a graph file may say about a Publisher.
type Config struct {
	URL    string     `yaml:"url" doc:"Where to: nats://HOST/SUBJECT, mqtt://HOST/TOPIC or kafka://HOST,HOST/TOPIC, with +tls (nats+tls://) for an encrypted connection. {stream} becomes the video's name. USER:PASSWORD@ may stand before the host, for NATS also TOKEN@; ${NAME} is taken from the environment, so that the graph file need not hold a password. Kafka takes it as SASL PLAIN, or as ?sasl=scram-sha-256 or scram-sha-512 says. With ?jetstream=true NATS has a message when a stream has it."`
	Image  string     `yaml:"image" enum:"none,frame,overlay" doc:"A JPEG of at most 1280 pixels a side in every message, as base64 under jpeg: the frame, or the frame with the masks drawn in."`
	Block  bool       `yaml:"block" doc:"When the buffer is full, let the graph wait for the broker instead of dropping the oldest message. For files; a camera's frames would be dropped at the source."`
	Buffer Buffer     `yaml:"buffer" doc:"What may wait for the broker."`
	Flush  float64    `yaml:"flush" doc:"How long the end of a run waits for the broker, in seconds. What it has not got by then is counted as dropped."`
	TLS    TLS        `yaml:"tls" doc:"Of an encrypted connection."`
	Draw   draw.Style `yaml:"draw" doc:"What the overlay shows."`
}

// Buffer bounds what waits for the broker.
type Buffer struct {
	Messages int     `yaml:"messages" doc:"Messages, at most."`
	MB       float64 `yaml:"mb" doc:"Their size together in MB, at most."`
}

// Validate reports settings that cannot work.
func (c Config) Validate() error {
	var errs []error
	a, err := parseAddress(c.URL)
	if err != nil {
		errs = append(errs, fmt.Errorf("url: %w", err))
	}
	if c.Buffer.Messages < 1 {
		errs = append(errs, fmt.Errorf("buffer.messages: must be 1 or more, got %d", c.Buffer.Messages))
	}
	if c.Buffer.MB < 1 {
		errs = append(errs, fmt.Errorf("buffer.mb: must be 1 or more, got %v", c.Buffer.MB))
	}
	if c.Flush < 0 {
		errs = append(errs, fmt.Errorf("flush: must be 0 or more, got %v", c.Flush))
	}
	if err == nil && !a.tls && c.TLS != (TLS{}) {
		errs = append(errs, fmt.Errorf("tls: the connection is not encrypted: write %s+tls:// in url", a.protocol))
	}
	return errors.Join(append(errs, c.TLS.validate(), c.Draw.Validate())...)
}
