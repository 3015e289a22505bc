package publisher

import (
	"io"
	"net"
	"strconv"
	"sync"
	"testing"
)

// cutter is a way to a port whose connections can be cut.
type cutter struct {
	net.Listener
	to int

	mu    sync.Mutex
	conns []net.Conn
	all   sync.WaitGroup
	count int // of connections ever
}

func newCutter(t *testing.T, to int) *cutter {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cutter{Listener: l, to: to}
	c.all.Go(c.serve)
	t.Cleanup(func() {
		_ = l.Close()
		c.cut()
		c.all.Wait()
	})
	return c
}

func (c *cutter) port() int { return c.Addr().(*net.TCPAddr).Port }

func (c *cutter) serve() {
	for {
		from, err := c.Accept()
		if err != nil {
			return
		}
		to, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(c.to)))
		if err != nil {
			_ = from.Close()
			continue
		}
		c.mu.Lock()
		c.conns = append(c.conns, from, to)
		c.count++
		c.mu.Unlock()
		c.all.Go(func() { _, _ = io.Copy(to, from) })
		c.all.Go(func() { _, _ = io.Copy(from, to) })
	}
}

// cut resets all connections.
func (c *cutter) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range c.conns {
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
	}
	c.conns = nil
}
