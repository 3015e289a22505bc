package publisher

import (
	"context"
	"crypto/tls"
)

// dialer gives the function that connects to an address.
func dialer(a address, t TLS) (func(context.Context) (session, error), error) {
	var secure *tls.Config
	if a.tls {
		var err error
		if secure, err = t.config(); err != nil {
			return nil, err
		}
	}
	dial := map[string]func(context.Context, address, *tls.Config) (session, error){
		"nats": dialNATS, "mqtt": dialMQTT, "kafka": dialKafka,
	}[a.protocol]
	return func(ctx context.Context) (session, error) { return dial(ctx, a, secure) }, nil
}
