package nodes

import "testing"

func TestRedact(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a camera", "uri: rtsp://admin:s3cret@192.0.2.7/live", "uri: rtsp://…@192.0.2.7/live"},
		{"an @ in the password", "rtsp://admin:p@ss@cam/live", "rtsp://…@cam/live"},
		{"a key in the query", "http://cam/v?channel=2&token=abc&x=1", "http://cam/v?channel=2&token=…&x=1"},
		{"two in a line", "lost rtsp://a:b@c/d and http://e:f@g/h", "lost rtsp://…@c/d and http://…@g/h"},
		{"a percent sign", "rtsp://admin:100%@cam/live: refused", "rtsp://…@cam/live: refused"},
		{"a password between others", "with: {rtsp: 'h:1/a', password: anna:geheim, viewers: 3}", "with: {rtsp: 'h:1/a', password: …, viewers: 3}"},
		{"one in quotes", `with: {password: "a, b", x: 1}`, `with: {password: …, x: 1}`},
		{"one on a line of its own", "  password: a, b}", "  password: …"},
		{"nothing to hide", "graphs/media/walking.mp4", "graphs/media/walking.mp4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Redact(tt.text); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
