package wire

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc/status"

	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// Process is a running program that serves nodes.
type Process struct {
	name   string
	child  *child
	dir    string
	client *plugin.Client
	rpc    pb.NodeHostClient
	types  []Type
	shared bool
	pixels hostPixels

	mu    sync.Mutex
	nodes map[uint64]*Node // open ones

	closing  sync.Once
	closeErr error
}

// Types is what the program describes.
func (p *Process) Types() []Type { return slices.Clone(p.types) }

// Shared says that pixels travel in shared memory.
func (p *Process) Shared() bool { return p.shared }

// PID is the program's process number.
func (p *Process) PID() int { return p.child.cmd.Process.Pid }

// Exited is closed when the program has ended, for whatever reason.
func (p *Process) Exited() <-chan struct{} { return p.child.exited }

// LastWords is what the program wrote to its standard error at its end, a panic's
// text first, and in the last line how it ended, such as "killed by signal 9
// (killed)". It is complete when Exited is closed.
func (p *Process) LastWords() string { return p.child.lastWords() }

// Kill ends the program at once, and those that it has started. why is for
// LastWords, such as "no answer for 10s". Close has to follow.
func (p *Process) Kill(why string) { p.child.kill(why) }

// What Close allows for each of its steps before it takes a stronger one.
const (
	nodesGrace   = 5 * time.Second
	politeGrace  = 300 * time.Millisecond
	processGrace = 2 * time.Second
)

// Close closes the nodes that are still open and ends the program, if need be by
// force. Nothing of it is left afterwards, except memory that frames of the
// program's need until they are released. It may be called twice.
func (p *Process) Close() error {
	p.closing.Do(func() {
		p.closeNodes()
		if p.client != nil {
			// A program without go-plugin knows only the end of its standard input.
			hint := time.AfterFunc(politeGrace, p.child.closeInput)
			force := time.AfterFunc(processGrace, func() { p.child.kill("it did not end when it was asked to") })
			p.client.Kill()
			hint.Stop()
			force.Stop()
			p.child.gone()
		}
		p.closeErr = errors.Join(os.RemoveAll(p.dir), p.pixels.close())
	})
	return p.closeErr
}

func (p *Process) closeNodes() {
	p.mu.Lock()
	open := slices.Collect(maps.Values(p.nodes))
	p.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), nodesGrace)
	defer cancel()
	var wg sync.WaitGroup
	for _, n := range open {
		wg.Go(func() { _ = n.Close(ctx, false) }) // whose business it was did not ask
	}
	wg.Wait()
}

// describe asks for the types, and agrees on how pixels travel.
func (p *Process) describe(ctx context.Context) error {
	req := &pb.DescribeRequest{}
	if p.pixels.shared() {
		req.Capabilities = append(req.Capabilities, capShm)
	}
	resp, err := p.rpc.Describe(ctx, req)
	if err != nil {
		if lost := p.failure(ctx, err); errors.Is(lost, ErrExited) {
			return lost
		}
		return fmt.Errorf("describe: %s", status.Convert(err).Message())
	}
	for _, msg := range resp.GetTypes() {
		t, err := typeFrom(msg)
		if err != nil {
			return err
		}
		p.types = append(p.types, t)
	}
	if p.shared = slices.Contains(resp.GetCapabilities(), capShm) && p.pixels.shared(); !p.shared {
		return p.pixels.close()
	}
	return nil
}

func (p *Process) typeNamed(name string) (Type, error) {
	for _, t := range p.types {
		if t.Type == name {
			return t, nil
		}
	}
	return Type{}, fmt.Errorf("plugin %s has no node type %s", p.name, name)
}
