package wire_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/maskgraph/maskgraph/nodes"
)

type troubleConfig struct {
	Open    string `yaml:"open" doc:"What to do in open."`
	Process string `yaml:"process" doc:"What to do in Process."`
	Close   string `yaml:"close" doc:"What to do in Close."`
}

// trouble does what no node should.
var trouble = nodes.Define(nodes.Info{Type: "Trouble", Doc: "Misbehaves.", In: []nodes.Port{frameIn}, Out: []nodes.Port{frameOut}},
	troubleConfig{}, func(ctx context.Context, _ nodes.Env, cfg troubleConfig) (nodes.Node, error) {
		return troubleNode{cfg}, misbehave(ctx, cfg.Open)
	})

type troubleNode struct{ cfg troubleConfig }

func (n troubleNode) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	if err := misbehave(ctx, n.cfg.Process); err != nil {
		return nodes.Packet{}, err
	}
	out := nodes.Packet{Stamp: in.Stamp}
	out.Put("frame", in.Frame("frame").Retain())
	return out, nil
}

func (n troubleNode) Close() error { return misbehave(context.Background(), n.cfg.Close) }

// megabyte is a line that is too long for any reader of lines.
var megabyte = bytes.Repeat([]byte("x"), 1<<20)

func misbehave(ctx context.Context, how string) error {
	switch how {
	case "panic":
		panic("the node is broken")
	case "exit":
		os.Exit(0)
	case "say and exit":
		fmt.Println("out of luck")
		os.Exit(3)
	case "segfault":
		_ = syscall.Kill(os.Getpid(), syscall.SIGSEGV)
		select {}
	case "nil write":
		done := make(chan struct{})
		go func() {
			defer close(done)
			*nowhere() = 1
		}()
		<-done
	case "kill":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	case "stop":
		_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
		select {} // its other threads stop a little later
	case "hang":
		select {}
	case "wait":
		<-ctx.Done()
		return ctx.Err()
	case "shout": // as C does
		_, err := syscall.Write(1, megabyte)
		return err
	case "print":
		_, err := os.Stdout.Write(megabyte)
		return err
	case "eat":
		eaten := make([]byte, 300<<20)
		for i := range eaten {
			eaten[i] = byte(i)
		}
		<-ctx.Done()
		return fmt.Errorf("ate %d", eaten[len(eaten)-1])
	case "fail":
		return errors.New("no such camera: \xff")
	case "fail as gRPC does":
		return status.Error(codes.Unavailable, "its own server is away")
	case "time out by itself":
		return fmt.Errorf("asking somebody: %w", context.DeadlineExceeded)
	}
	return nil
}

func nowhere() *int { return nil }
