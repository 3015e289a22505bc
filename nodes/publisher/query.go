package publisher

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

var saslNames = []string{"plain", "scram-sha-256", "scram-sha-512"}

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
