package wire

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"golang.org/x/sys/unix"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// Serve is the whole main function of a program that serves nodes to a host:
//
//	func main() { wire.Serve(nodes.MustRegistry(blur.Factory)) }
//
// It returns when the host is done, and ends the process when the host is gone, or
// when it was no host that started the program. Whatever prints before it, C
// libraries included, spoils the handshake, so it comes first.
func Serve(reg *nodes.Registry) {
	stderr := os.Stderr
	if err := guardOutput(); err != nil {
		fmt.Fprintln(stderr, err)
		os.Exit(1)
	}
	if os.Getenv(cookieKey) != cookieValue {
		fmt.Fprintf(stderr, byHand, strings.Join(reg.Types(), ", "), os.Args[0])
		os.Exit(2)
	}
	slog.SetDefault(slog.New(logHandler(stderr)))
	go outliveNobody()
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig:  handshake(),
		VersionedPlugins: map[int]plugin.PluginSet{Version: {serviceName: &service{server: newServer(reg, stderr)}}},
		GRPCServer:       newGRPCServer,
		Logger:           hclog.New(&hclog.LoggerOptions{Level: hclog.Warn, Output: stderr, JSONFormat: true}),
	})
}

const byHand = `This program serves nodes (%s) to maskgraph, which starts it. Name it in a graph file:

  plugins:
    mine: {path: %s}

and say "plugin: mine" at the nodes that it is to run.
`

// guardOutput leaves descriptor 1 to whatever prints, such as a C library: it leads
// to the host's log from now on, as descriptor 2 does. os.Stdout becomes a copy of
// the real one, on which go-plugin says hello. A line without end, which the host
// would not read to its end, cannot get there any more.
func guardOutput() error {
	hello, err := unix.FcntlInt(1, unix.F_DUPFD_CLOEXEC, 10)
	if err != nil {
		return fmt.Errorf("copy descriptor 1: %w", err)
	}
	if err := unix.Dup2(2, 1); err != nil {
		return fmt.Errorf("point descriptor 1 at 2: %w", err)
	}
	os.Stdout = os.NewFile(uintptr(hello), "stdout")
	return nil
}

// outliveNobody ends the process when the host is gone. The host holds the other
// end of our standard input, and the kernel closes that however the host ends.
func outliveNobody() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(1)
}

func newGRPCServer(opts []grpc.ServerOption) *grpc.Server {
	return grpc.NewServer(append(opts, grpc.MaxRecvMsgSize(MaxMessage), grpc.MaxSendMsgSize(MaxMessage),
		grpc.UnaryInterceptor(tell))...)
}

// tell makes sure that a node's error arrives as one, even if the node got it from
// a gRPC of its own: only the transport says that the process is gone.
func tell(ctx context.Context, req any, _ *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (any, error) {
	resp, err := handle(ctx, req)
	switch {
	case err == nil:
		return resp, nil
	case ctx.Err() != nil:
		return nil, status.FromContextError(ctx.Err()).Err()
	}
	return nil, status.Error(codes.Unknown, text(err.Error()))
}

// service is what go-plugin wants to know of us.
type service struct {
	plugin.NetRPCUnsupportedPlugin
	server *server // of the side that serves
}

// GRPCServer adds the service to a program's server.
func (s *service) GRPCServer(_ *plugin.GRPCBroker, to *grpc.Server) error {
	pb.RegisterNodeHostServer(to, s.server)
	return nil
}

// GRPCClient makes the host's end.
func (s *service) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, conn *grpc.ClientConn) (any, error) {
	return pb.NewNodeHostClient(conn), nil
}
