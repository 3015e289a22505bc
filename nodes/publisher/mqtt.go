package publisher

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/eclipse/paho.golang/packets"
	"github.com/eclipse/paho.golang/paho"
)

type mqttSession struct {
	client *paho.Client
	most   int             // bytes of a packet that the broker takes
	gone   context.Context // ends with the connection, and knows why
}

const mqttKeepAlive = 20 // seconds

func dialMQTT(ctx context.Context, a address, secure *tls.Config) (session, error) {
	conn, err := dialTCP(ctx, a.hosts[0], secure)
	if err != nil {
		return nil, err
	}
	gone, end := context.WithCancelCause(context.Background())
	s := &mqttSession{most: 256 << 20, gone: gone} // what MQTT can count
	s.client = paho.NewClient(paho.ClientConfig{
		Conn: packets.NewThreadSafeConn(conn), PacketTimeout: sendTime,
		OnClientError: end,
		OnServerDisconnect: func(d *paho.Disconnect) {
			end(fmt.Errorf("the broker has ended it: %s", d.Packet().Reason()))
		},
	})
	ack, err := s.client.Connect(ctx, &paho.Connect{
		ClientID: "maskgraph-" + rand.Text(), CleanStart: true, KeepAlive: mqttKeepAlive,
		Username: a.user, UsernameFlag: a.user != "", Password: []byte(a.password), PasswordFlag: a.password != "",
	})
	if ack != nil && ack.ReasonCode >= 0x80 {
		_ = conn.Close()
		return nil, connackError(ack.ReasonCode)
	}
	if err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("the broker does not answer as one of MQTT 5 does: %w", err)
	}
	if p := ack.Properties; p != nil && p.MaximumPacketSize != nil {
		s.most = int(*p.MaximumPacketSize)
	}
	return s, nil
}

func dialTCP(ctx context.Context, host string, secure *tls.Config) (net.Conn, error) {
	if secure == nil {
		return (&net.Dialer{KeepAlive: 15 * time.Second}).DialContext(ctx, "tcp", host)
	}
	return (&tls.Dialer{Config: secure}).DialContext(ctx, "tcp", host)
}

func connackError(code byte) error {
	switch code {
	case packets.ConnackBadUsernameOrPassword, packets.ConnackNotAuthorized, packets.ConnackBanned:
		return fmt.Errorf("%w: the broker does not take this user and password", errRefused)
	case packets.ConnackUnsupportedProtocolVersion:
		return fmt.Errorf("%w: the broker does not know MQTT 5", errRefused)
	}
	return errors.New((&packets.Connack{ReasonCode: code}).Reason())
}

// send does not wait for each message: brokers acknowledge in order, so the answer to
// the last one of a topic is that to all.
func (s *mqttSession) send(ctx context.Context, batch []message) (int, error) {
	const around = 64 // bytes of a packet beside topic and body, at most
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.gone, cancel)()
	have := 0
	for i, m := range batch {
		if len(m.body)+len(m.topic)+around > s.most {
			if have == i {
				return have, errTooLarge
			}
			return have, nil // the next batch begins with it
		}
		last := i+1 == len(batch) || batch[i+1].topic != m.topic || len(batch[i+1].body)+len(m.topic)+around > s.most
		how := paho.PublishMethod_AsyncSend
		if last {
			how = paho.PublishMethod_Blocking
		}
		publish := &paho.Publish{QoS: 1, Topic: m.topic, Payload: m.body, Properties: &paho.PublishProperties{ContentType: "application/json"}}
		ack, err := s.client.PublishWithOptions(ctx, publish, paho.PublishOptions{Method: how})
		switch {
		case ack != nil && (ack.ReasonCode == packets.PubackNotAuthorized || ack.ReasonCode == packets.PubackTopicNameInvalid):
			return have, fmt.Errorf("%w: the broker does not let us publish to %s", errRefused, m.topic)
		case err != nil:
			return have, s.failure(err)
		}
		if last {
			have = i + 1
		}
	}
	return have, nil
}

// failure is why a message could not be published.
func (s *mqttSession) failure(err error) error {
	if why := context.Cause(s.gone); why != nil {
		return fmt.Errorf("%w: %w", errLost, why)
	}
	return err
}

func (s *mqttSession) close() {
	_ = s.client.Disconnect(&paho.Disconnect{}) // it may be gone already
}
