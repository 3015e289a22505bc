package wire

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/go-plugin/runner"
	"google.golang.org/grpc"

	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
	"github.com/maskgraph/maskgraph/plugin/wire/shm"
)

// Options say which program to start, and how.
type Options struct {
	Name string // of the plugin, for messages
	Path string // of the program; without a slash it is looked up in PATH
	Args []string
	Env  []string // as NAME=value, besides the host's own

	Dir  string       // where sockets may be made; empty: the directory for temporary files
	Log  *slog.Logger // gets the program's log; nil: nobody does
	Pool *shm.Pool    // where the host's frames lie, if any do: others are copied first. The caller closes it after the process

	MemoryLimit  int64         // in bytes, of the program's own memory; 0: none
	StartTimeout time.Duration // until it has described itself; 0: 20 s
}

// Launch starts a program that serves nodes and asks what it has. ctx is for the
// start only. The process runs until Close, or until it ends by itself: see
// Exited. It is not started again.
func Launch(ctx context.Context, o Options) (*Process, error) {
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler)).With("plugin", o.Name)
	o.StartTimeout = cmp.Or(o.StartTimeout, 20*time.Second)
	p := &Process{name: o.Name, child: newChild(o), nodes: map[uint64]*Node{}}
	err := p.prepare(o)
	if err == nil {
		err = p.start(ctx, o)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("plugin %s: %w", o.Name, err), p.Close())
	}
	return p, nil
}

// prepare makes what the program is to find.
func (p *Process) prepare(o Options) error {
	if err := p.pixels.open(o.Name, o.Pool); err != nil {
		return err
	}
	p.child.cmd.ExtraFiles = p.pixels.files()
	dir, err := socketDir(o.Dir)
	p.dir = dir
	p.child.cmd.Env = os.Environ()
	if o.MemoryLimit > 0 { // a Go program collects its garbage in time
		p.child.cmd.Env = append(p.child.cmd.Env, fmt.Sprintf("GOMEMLIMIT=%d", o.MemoryLimit/10*9))
	}
	p.child.cmd.Env = append(p.child.cmd.Env, o.Env...)
	return err
}

// start starts the program, shakes hands and has it describe itself.
func (p *Process) start(ctx context.Context, o Options) error {
	timed, cancel := context.WithTimeout(ctx, o.StartTimeout)
	defer cancel()
	stop := context.AfterFunc(timed, func() { p.child.kill("it took too long to start") })
	defer stop()
	config := p.config(o)
	p.client = plugin.NewClient(config)
	err := p.connect(timed, config)
	switch {
	case err == nil:
		// The connection stays. Nothing is left behind, whoever is killed from now on.
		return os.RemoveAll(p.dir)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	p.child.kill("it did not start as a plugin does")
	p.child.gone()
	return p.child.explain(err, o, timed.Err() != nil)
}

func (p *Process) config(o Options) *plugin.ClientConfig {
	service := plugin.PluginSet{serviceName: &service{}}
	return &plugin.ClientConfig{
		HandshakeConfig:  handshake(),
		VersionedPlugins: map[int]plugin.PluginSet{Version: service},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		SkipHostEnv:      true, // it is in the command
		StartTimeout:     2 * o.StartTimeout,
		Logger:           pluginLog(o.Log),
		UnixSocketConfig: &plugin.UnixSocketConfig{TempDir: p.dir},
		RunnerFunc: func(_ hclog.Logger, theirs *exec.Cmd, _ string) (runner.Runner, error) {
			// What is set twice counts as it is set last.
			p.child.cmd.Env = append(append(p.child.cmd.Env, theirs.Env...), plugin.EnvUnixSocketDir+"="+p.dir)
			return p.child, nil
		},
		GRPCDialOptions: []grpc.DialOption{
			grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(MaxMessage), grpc.MaxCallSendMsgSize(MaxMessage)),
			grpc.WithIdleTimeout(0), // the socket's file is gone: there is no second connection
		},
	}
}

func (p *Process) connect(ctx context.Context, config *plugin.ClientConfig) error {
	if _, err := p.client.Start(); err != nil {
		return err
	}
	if !p.child.hello.certificate() {
		config.TLSConfig = nil
	}
	conn, err := p.client.Client()
	if err != nil {
		return err
	}
	rpc, err := conn.Dispense(serviceName)
	if err != nil {
		return err
	}
	p.rpc = rpc.(pb.NodeHostClient)
	return p.describe(ctx)
}
