package publisher

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

type kafkaSession struct{ client *kgo.Client }

func dialKafka(ctx context.Context, a address, secure *tls.Config) (session, error) {
	options := []kgo.Opt{
		kgo.SeedBrokers(a.hosts...), kgo.ClientID("maskgraph"), kgo.DialTimeout(dialTime), kgo.RetryTimeout(dialTime),
		kgo.AllowAutoTopicCreation(), kgo.ProducerLinger(0), kgo.ProducerBatchMaxBytes(kafkaBatch),
		kgo.RecordDeliveryTimeout(kafkaTime), kgo.MaxBufferedRecords(2 * batchMessages),
	}
	if secure != nil {
		options = append(options, kgo.DialTLSConfig(secure))
	}
	if a.user != "" {
		options = append(options, kgo.SASL(saslOf(a)))
	}
	client, err := kgo.NewClient(options...)
	if err != nil {
		return nil, err
	}
	if err := client.Ping(ctx); err != nil {
		client.Close()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%w: the broker hangs up: does it want TLS (kafka+tls), or another user and password?", errRefused)
		}
		return nil, kafkaError(err)
	}
	return &kafkaSession{client}, nil
}

const (
	kafkaBatch = 1_000_012        // bytes that brokers take at once unless they are told otherwise
	kafkaTime  = 10 * time.Second // for a message: the library goes on trying until then
)

func saslOf(a address) sasl.Mechanism {
	auth := scram.Auth{User: a.user, Pass: a.password}
	switch a.sasl {
	case "scram-sha-256":
		return auth.AsSha256Mechanism()
	case "scram-sha-512":
		return auth.AsSha512Mechanism()
	}
	return plain.Auth{User: a.user, Pass: a.password}.AsMechanism()
}

// send keys messages by their stream: what has one key lies in one partition, in order.
func (s *kafkaSession) send(ctx context.Context, batch []message) (int, error) {
	records := make([]*kgo.Record, len(batch))
	for i, m := range batch {
		records[i] = &kgo.Record{Topic: m.topic, Key: []byte(m.key), Value: m.body, Headers: []kgo.RecordHeader{{Key: "id", Value: []byte(m.id)}}}
	}
	errs := make([]error, len(batch))
	done := make(chan struct{}, len(batch))
	for i, r := range records {
		s.client.Produce(ctx, r, func(_ *kgo.Record, err error) {
			errs[i] = err
			done <- struct{}{}
		})
	}
	if err := s.client.Flush(ctx); err != nil {
		return 0, kafkaError(err)
	}
	for range records {
		<-done
	}
	for i, err := range errs {
		switch {
		case errors.Is(err, kerr.MessageTooLarge) || errors.Is(err, kerr.RecordListTooLarge):
			return i, errTooLarge
		case err != nil:
			return i, kafkaError(err)
		}
	}
	return len(batch), nil
}

func (s *kafkaSession) close() { s.client.Close() }

func kafkaError(err error) error {
	switch {
	case errors.Is(err, kerr.SaslAuthenticationFailed), errors.Is(err, kerr.UnsupportedSaslMechanism), errors.Is(err, kerr.IllegalSaslState):
		return fmt.Errorf("%w: the broker does not take this user and password: %w", errRefused, err)
	case errors.Is(err, kerr.TopicAuthorizationFailed), errors.Is(err, kerr.ClusterAuthorizationFailed):
		return fmt.Errorf("%w: %w", errRefused, err)
	case errors.Is(err, kerr.UnknownTopicOrPartition):
		return fmt.Errorf("the topic does not exist, and the broker does not make it: %w", err)
	}
	return err
}
