package wire_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"

	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// roles are the programs, besides one that serves the registry, that this one can be.
var roles = map[string]func(){
	"node server started by hand": func() { wire.Serve(registry()) },
	"plugin of another host":      func() { servePlugin("OTHER_COOKIE", 1) },
	"plugin of the future":        func() { servePlugin("MASKGRAPH_PLUGIN", 2) },
	"chatterbox": func() {
		_, _ = syscall.Write(1, megabyte)
		wire.Serve(registry())
	},
	"quitter": func() {
		address := os.Getenv("PLUGIN_UNIX_SOCKET_DIR") + "/s"
		_, _ = net.Listen("unix", address)
		fmt.Printf("1|1|unix|%s|grpc|\n", address)
		fmt.Fprintln(os.Stderr, "no licence found")
		os.Exit(7)
	},
	"mute": func() {
		address := os.Getenv("PLUGIN_UNIX_SOCKET_DIR") + "/s"
		listener, _ := net.Listen("unix", address)
		fmt.Printf("1|1|unix|%s|grpc|\n", address)
		_ = grpc.NewServer().Serve(listener)
	},
	"stranger": stranger,
	"greeter":  func() { fmt.Println("Hello!\nHow are you?") },
	"host":     host,
}

// servePlugin is a program that go-plugin serves, but not for this host.
func servePlugin(cookie string, version int) {
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig:  plugin.HandshakeConfig{MagicCookieKey: cookie, MagicCookieValue: os.Getenv("MASKGRAPH_PLUGIN")},
		VersionedPlugins: map[int]plugin.PluginSet{version: {"it": otherPlugin{}}},
		GRPCServer:       plugin.DefaultGRPCServer,
	})
}

type otherPlugin struct{ plugin.NetRPCUnsupportedPlugin }

func (otherPlugin) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error { return nil }
func (otherPlugin) GRPCClient(context.Context, *plugin.GRPCBroker, *grpc.ClientConn) (any, error) {
	return nil, nil
}

// stranger is a program that knows the protocol and nothing of this package nor of
// go-plugin: no TLS, no shared memory, none of go-plugin's own services. Its node
// answers what no host should take.
func stranger() {
	address := os.Getenv("PLUGIN_UNIX_SOCKET_DIR") + "/s"
	listener, err := net.Listen("unix", address)
	if err != nil {
		panic(err)
	}
	server := grpc.NewServer()
	pb.RegisterNodeHostServer(server, strange{})
	fmt.Printf("1|1|unix|%s|grpc|\n", address)
	_, _ = syscall.Write(1, megabyte) // and it does not look after descriptor 1
	go func() { _ = server.Serve(listener) }()
	_, _ = io.Copy(io.Discard, os.Stdin)
}

type strange struct{ pb.UnimplementedNodeHostServer }

func (strange) Describe(context.Context, *pb.DescribeRequest) (*pb.DescribeResponse, error) {
	return &pb.DescribeResponse{Types: []*pb.NodeType{{Type: "Strange", Out: []*pb.Port{{Name: "frame", Type: "frame"}}}}}, nil
}

func (strange) Open(context.Context, *pb.OpenRequest) (*pb.OpenResponse, error) {
	return &pb.OpenResponse{Node: 5}, nil
}

func (strange) Process(context.Context, *pb.ProcessRequest) (*pb.ProcessResponse, error) {
	_, _ = syscall.Write(1, megabyte)
	frame := &pb.Frame{Width: 1 << 20, Height: 1, Channels: 1, Pixels: &pb.Frame_Slot{Slot: &pb.Slot{Pool: 1}}}
	return &pb.ProcessResponse{Packet: &pb.Packet{Ports: []*pb.PortPayload{{Port: "frame", Payload: &pb.PortPayload_Frame{Frame: frame}}}}}, nil
}

// host starts a plugin in the directory that the first argument names, has it do
// what the second says, and tells its process number. Then it waits to be killed.
func host() {
	dir, how := os.Args[1], os.Args[2]
	p, err := wire.Launch(context.Background(), wire.Options{
		Name: "orphan", Path: os.Args[0], Dir: dir, Env: []string{as + "=node server started by hand"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	n, _, err := p.Open(context.Background(), "Trouble", nodes.Env{}, `{"process": "`+how+`"}`, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	pix := make([]byte, 3)
	in := nodes.Packet{}
	in.Put("frame", nodes.NewFrame(1, 1, nodes.BGR8, pix, nil))
	if how == "" {
		_, _, _ = n.Process(context.Background(), in, false)
	} else {
		go func() { _, _, _ = n.Process(context.Background(), in, false) }()
	}
	fmt.Println(p.PID())
	select {}
}
