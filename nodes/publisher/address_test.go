package publisher

import (
	"strings"
	"testing"
)

func TestAddresses(t *testing.T) {
	t.Setenv("WHO", "anna")
	t.Setenv("SECRET", "p@ss/w:rd")
	t.Setenv("HOST", "10.0.0.7")
	const form = "want nats://HOST/SUBJECT, mqtt://HOST/TOPIC or kafka://HOST/TOPIC, with +tls if the connection is to be encrypted"
	for _, c := range []struct{ name, url, want, err string }{
		{"nats", "nats://broker/masks.{stream}", "nats://broker:4222/masks.{stream} user  password  tls false", ""},
		{"mqtt with levels", "mqtt://broker:1884/a/b/{stream}", "mqtt://broker:1884/a/b/{stream} user  password  tls false", ""},
		{"mqtts", "mqtts://broker/a", "mqtt+tls://broker:8883/a user  password  tls true", ""},
		{"several hosts", "kafka+tls://a,b:9,[::1]/t?sasl=scram-sha-512", "kafka+tls://a:9093,b:9,[::1]:9093/t user  password  tls true", ""},
		{"a token", "nats://t0ken@broker/a", "nats://broker:4222/a user t0ken password  tls false", ""},
		{"user and password", "nats://me:s%40crt@broker/a", "nats://broker:4222/a user me password s@crt tls false", ""},
		{"from the environment", "mqtt://${WHO}:${SECRET}@${HOST}/a", "mqtt://10.0.0.7:1883/a user anna password p@ss/w:rd tls false", ""},
		{"not in the environment", "mqtt://${NOBODY}:${NOTHING}@h/a", "", "the environment has no NOBODY\nthe environment has no NOTHING"},
		{"nothing", "", "", form},
		{"another protocol", "redis://h/a", "", form},
		{"no host", "nats:///a", "", "it names no host: " + form},
		{"no topic", "nats://h", "", "it ends without a topic: " + form},
		{"a wildcard", "nats://h/a.>", "", `">" cannot stand in the topic a.> of nats`},
		{"a wildcard of MQTT", "mqtt://h/a/#", "", `"#" cannot stand in the topic a/# of mqtt`},
		{"a slash for Kafka", "kafka://h/a/b", "", `"/" cannot stand in the topic a/b of kafka`},
		{"two hosts of MQTT", "mqtt://a,b/t", "", "mqtt takes one host"},
		{"a bad escape", "nats://me:s%zz@h/a", "", "the user or the password has a % that does not begin an escape: write it as %25"},
		{"an unknown setting", "kafka://h/t?acks=1", "", "unknown acks= after the ? (have, for kafka, sasl, and, for nats, jetstream)"},
		{"a setting of another protocol", "mqtt://h/t?jetstream=true", "", "unknown jetstream= after the ? (have, for kafka, sasl, and, for nats, jetstream)"},
		{"neither true nor false", "nats://h/t?jetstream=maybe", "", "jetstream: want true or false"},
		{"an unknown mechanism", "kafka://h/t?sasl=gssapi", "", "sasl: want one of plain, scram-sha-256, scram-sha-512"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := parseAddress(c.url)
			if err == nil {
				a, err = a.expand()
			}
			if c.err != "" {
				if err == nil || err.Error() != c.err {
					t.Errorf("got %v, want %s", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			secure := "false"
			if a.tls {
				secure = "true"
			}
			if got := a.String() + " user " + a.user + " password " + a.password + " tls " + secure; got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestTopicsOfStreams(t *testing.T) {
	for _, c := range []struct{ url, stream, want string }{
		{"nats://h/masks.{stream}", "street 1.mp4>*", "masks.street_1_mp4__"},
		{"mqtt://h/masks/{stream}/all", "a/b+#", "masks/a_b__/all"},
		{"kafka://h/masks", "any", "masks"},
	} {
		a, err := parseAddress(c.url)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.topicOf(c.stream); got != c.want {
			t.Errorf("%s of %s: got %s, want %s", c.url, c.stream, got, c.want)
		}
	}
}

// FuzzAddress: nothing crashes, and no message and no name of an address has the
// password in it.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"h/t", "h,i:1/t?sasl=plain", "[::1]/a/b", "/", "h:99999/t", "h/%zz", "@/", "h/t{stream}${X}"} {
		f.Add("kafka+tls", seed)
		f.Add("nats", seed)
	}
	f.Fuzz(func(t *testing.T, scheme, rest string) {
		const secret = "hunter2hunter2"
		if strings.Contains(rest, "@") {
			return
		}
		a, err := parseAddress(scheme + "://me:" + secret + "@" + rest)
		if err != nil {
			if strings.Contains(err.Error(), secret) {
				t.Fatal(err)
			}
			return
		}
		if a.password != secret && !strings.Contains(rest, "@") || strings.Contains(a.String(), secret) {
			t.Fatalf("%q: %s", a.password, a)
		}
		if got := a.redact("dial " + secret); strings.Contains(got, secret) {
			t.Fatal(got)
		}
	})
}
