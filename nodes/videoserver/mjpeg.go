package videoserver

import (
	"fmt"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

const (
	jpegQuality = 85               // 0..100
	writeTime   = 10 * time.Second // within which a viewer takes a picture
	boundary    = "maskgraph-picture"
)

// mjpeg serves MJPEG over HTTP.
type mjpeg struct {
	place  place
	server *httpServer
	letGo  func() error
	hub    *hub
	path   string // where hub is; empty before the first stream
}

func openMJPEG(env nodes.Env, cfg Config, password string) (*mjpeg, error) {
	p, err := parsePlace("http", cfg.HTTP)
	if err != nil {
		return nil, err
	}
	m := &mjpeg{place: p, hub: &hub{most: cfg.Viewers, password: password, viewers: map[chan []byte]bool{}}}
	m.server, m.letGo, err = nodes.Share(env.Shared, "http://"+p.address, func() (*httpServer, error) { return listenHTTP(p.address) })
	if err != nil {
		return nil, err
	}
	if !p.each() {
		if err := m.begin(""); err != nil {
			return nil, fmt.Errorf("%w; %w", err, m.close())
		}
	}
	return m, nil
}

func (m *mjpeg) begin(stream string) error {
	if m.path != "" && !m.place.each() {
		return nil
	}
	m.end()
	path := m.place.of(stream)
	if err := m.server.add(path, m.hub); err != nil {
		return err
	}
	m.path = path
	return nil
}

func (m *mjpeg) end() {
	if m.path != "" {
		m.server.remove(m.path)
		m.hub.end()
		m.path = ""
	}
}

func (m *mjpeg) wanted() bool { return m.hub.watched() }

func (m *mjpeg) show(f *nodes.Frame, _ nodes.Stamp) error {
	picture, err := draw.JPEG(f, max(f.Width, f.Height), jpegQuality)
	if err != nil {
		return err
	}
	m.hub.give(picture)
	return nil
}

func (m *mjpeg) counts() (viewers, dropped int64) { return m.hub.counts() }

func (m *mjpeg) url() string { return "http://" + m.server.address + m.path }

func (m *mjpeg) close() error {
	m.end()
	return m.letGo()
}
