package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// server runs nodes for a host. It recovers from no panic: what a node leaves of
// its C memory is unknown, so the process ends and the host says why.
type server struct {
	pb.UnimplementedNodeHostServer
	registry *nodes.Registry
	stderr   *os.File
	shared   nodes.Shared
	pixels   *pluginPixels

	mu    sync.Mutex
	last  uint64
	nodes map[uint64]*served
}

func newServer(reg *nodes.Registry, stderr *os.File) *server {
	return &server{registry: reg, stderr: stderr, pixels: &pluginPixels{}, nodes: map[uint64]*served{}}
}

// Describe lists the registry, and agrees on how pixels travel. It comes before
// every other call, once.
func (s *server) Describe(_ context.Context, req *pb.DescribeRequest) (*pb.DescribeResponse, error) {
	// go-plugin carries what is printed in messages of its own, which are lost with
	// the process: the last words above all.
	os.Stdout, os.Stderr = s.stderr, s.stderr

	resp := &pb.DescribeResponse{}
	if slices.Contains(req.GetCapabilities(), capShm) && !inlineForced() {
		pixels, err := openPools()
		if err == nil {
			s.pixels = pixels
			resp.Capabilities = append(resp.Capabilities, capShm)
		} else {
			slog.Warn("no shared memory: pixels go the slow way", "error", err)
		}
	}
	for _, name := range s.registry.Types() {
		f, err := s.registry.Lookup(name)
		if err != nil {
			return nil, err
		}
		msg, err := typeTo(f)
		if err != nil {
			return nil, fmt.Errorf("node type %s: %w", name, err)
		}
		resp.Types = append(resp.Types, msg)
	}
	return resp, nil
}

// Open opens a node, or says what is wrong with its settings.
func (s *server) Open(ctx context.Context, req *pb.OpenRequest) (*pb.OpenResponse, error) {
	f, err := s.registry.Lookup(req.GetType())
	if err != nil {
		return nil, err
	}
	cfg, problems, err := decodeSettings(f, req.GetSettingsJson())
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 || req.GetCheckOnly() {
		return &pb.OpenResponse{Problems: problems}, nil
	}
	env, err := s.env(req)
	if err != nil {
		return nil, err
	}
	node, err := f.Open(ctx, env, cfg)
	if err != nil {
		return nil, err
	}
	if err := restore(node, req.GetSnapshot()); err != nil {
		return nil, errors.Join(err, node.Close())
	}
	return s.add(node, f.Info), nil
}

// settingsPath stands before the path of every problem while decoding.
const settingsPath = "with"

func decodeSettings(f nodes.Factory, settings string) (cfg any, problems []*pb.Problem, err error) {
	var doc yaml.Node // JSON is YAML
	if err := yaml.Unmarshal([]byte(settings), &doc); err != nil {
		return nil, nil, fmt.Errorf("settings: %w", err)
	}
	var n *yaml.Node
	if len(doc.Content) > 0 {
		n = doc.Content[0]
	}
	cfg, found := nodes.Decode(f, "", settingsPath, n, nil)
	for _, p := range found {
		path := strings.TrimPrefix(strings.TrimPrefix(p.Path, settingsPath), ".")
		problems = append(problems, &pb.Problem{Path: text(path), Message: text(p.Msg)})
	}
	return cfg, problems, nil
}

func (s *server) env(req *pb.OpenRequest) (nodes.Env, error) {
	env := nodes.Env{
		Name: req.GetName(), Stream: req.GetStream(), Log: slog.With("node", req.GetName()),
		Shared: &s.shared, NewFrame: NewFrame(s.pixels.own), Resumable: true,
		Threads: int(req.GetThreads()),
	}
	env.Restart = func(why error) {
		env.Log.Error(why.Error() + "; this process ends in order to be started again")
		os.Exit(exitAgain)
	}
	if req.GetModelsCache() != "" {
		env.Models = models.NewStore(req.GetModelsCache(), req.GetModelsMirror())
		return env, nil
	}
	var err error
	env.Models, err = models.DefaultStore()
	return env, err
}

func restore(node nodes.Node, state []byte) error {
	if len(state) == 0 {
		return nil
	}
	s, ok := node.(nodes.Snapshotter)
	if !ok {
		return errors.New("a node without state cannot continue from a snapshot")
	}
	return s.Restore(state)
}
