package nodes

import "context"

type streamKey struct{}

// ForStream makes a context for the work on packets of a stream, so that what streams
// share, such as the session of a model, can be fair to them. Whoever runs nodes gives
// it to Process.
func ForStream(ctx context.Context, stream string) context.Context {
	return context.WithValue(ctx, streamKey{}, stream)
}

// StreamOf is the stream that a context is for; empty when nobody has said.
func StreamOf(ctx context.Context) string {
	stream, _ := ctx.Value(streamKey{}).(string)
	return stream
}
