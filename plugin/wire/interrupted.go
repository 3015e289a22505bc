package wire

import (
	"context"

	"google.golang.org/grpc/metadata"

	"github.com/maskgraph/maskgraph/nodes"
)

// interruptedKey is a mark of a call's metadata: see nodes.Interrupt.
const interruptedKey = "maskgraph-interrupted"

func outgoing(ctx context.Context) context.Context {
	if nodes.Interrupted(ctx) {
		return metadata.AppendToOutgoingContext(ctx, interruptedKey, "true")
	}
	return ctx
}

func incoming(ctx context.Context) context.Context {
	if md, ok := metadata.FromIncomingContext(ctx); ok && len(md.Get(interruptedKey)) > 0 {
		return nodes.Interrupt(ctx)
	}
	return ctx
}
