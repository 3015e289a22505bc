package publisher

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

type natsSession struct {
	conn   *nats.Conn
	stream nats.JetStreamContext // nil: nobody need keep the messages
	proven bool                  // that there is a stream
	gone   context.Context       // ends with the connection
}

func dialNATS(ctx context.Context, a address, secure *tls.Config) (session, error) {
	scheme := "nats://"
	if secure != nil {
		scheme = "tls://"
	}
	gone, end := context.WithCancel(context.Background())
	options := []nats.Option{
		nats.ClosedHandler(func(*nats.Conn) { end() }),
		nats.Name("maskgraph"), nats.NoReconnect(), nats.DontRandomize(), nats.PingInterval(10 * time.Second), nats.MaxPingsOutstanding(2),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}), // see send
	}
	if deadline, ok := ctx.Deadline(); ok {
		options = append(options, nats.Timeout(time.Until(deadline)))
	}
	switch {
	case a.password != "":
		options = append(options, nats.UserInfo(a.user, a.password))
	case a.user != "":
		options = append(options, nats.Token(a.user))
	}
	if secure != nil {
		options = append(options, nats.Secure(secure))
	}
	conn, err := nats.Connect(scheme+strings.Join(a.hosts, ","+scheme), options...)
	if err != nil {
		end()
		return nil, natsError(err)
	}
	s := &natsSession{conn: conn, gone: gone}
	if a.jetstream {
		s.stream, err = conn.JetStream(nats.PublishAsyncMaxPending(batchMessages), nats.PublishAsyncTimeout(sendTime))
	}
	return s, err
}

// send publishes the batch and waits for the answer to a ping: whoever answers it has
// read everything before it. That a stream has the messages is for the stream to say:
// it leaves out what comes twice by its id.
func (s *natsSession) send(ctx context.Context, batch []message) (int, error) {
	if s.stream != nil && !s.proven {
		batch = batch[:1] // a stream that comes to be within a batch would have its end only
	}
	acks := make([]nats.PubAckFuture, 0, len(batch))
	for i, m := range batch {
		msg := &nats.Msg{Subject: m.topic, Header: nats.Header{nats.MsgIdHdr: {m.id}, "Content-Type": {"application/json"}}, Data: m.body}
		var err error
		if s.stream == nil {
			err = s.conn.PublishMsg(msg)
		} else {
			var ack nats.PubAckFuture
			ack, err = s.stream.PublishMsgAsync(msg, nats.RetryAttempts(0))
			acks = append(acks, ack)
		}
		switch {
		case errors.Is(err, nats.ErrMaxPayload) && i == 0:
			return 0, errTooLarge
		case errors.Is(err, nats.ErrMaxPayload):
			return s.confirmed(ctx, i, acks[:min(i, len(acks))]) // the next batch begins with it
		case err != nil:
			return 0, natsError(err)
		}
	}
	return s.confirmed(ctx, len(batch), acks)
}

// confirmed is how many of the messages sent are where they should be.
func (s *natsSession) confirmed(ctx context.Context, sent int, acks []nats.PubAckFuture) (int, error) {
	if err := s.flush(ctx); err != nil {
		return 0, err
	}
	for i, ack := range acks {
		select {
		case <-ack.Ok():
		case err := <-ack.Err():
			return i, natsError(err)
		case <-s.gone.Done():
			return i, errLost
		case <-ctx.Done():
			return i, ctx.Err()
		}
	}
	s.proven = true
	return sent, nil
}

func (s *natsSession) flush(ctx context.Context) error {
	if err := s.conn.FlushWithContext(ctx); err != nil {
		if s.conn.IsClosed() {
			err = errLost
		}
		return natsError(err)
	}
	return natsError(s.conn.LastError()) // that we may not publish comes before the ping's answer
}

func (s *natsSession) close() { s.conn.Close() }

func natsError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, nats.ErrAuthorization) || errors.Is(err, nats.ErrAuthExpired) || strings.Contains(err.Error(), "Authorization Violation"):
		return fmt.Errorf("%w: the server does not take this user and password or token", errRefused)
	case errors.Is(err, nats.ErrNoStreamResponse) || errors.Is(err, nats.ErrNoResponders):
		return errors.New("no stream of JetStream takes this subject (yet)")
	case errors.Is(err, nats.ErrPermissionViolation):
		return fmt.Errorf("%w: %w", errRefused, err)
	}
	return err
}
