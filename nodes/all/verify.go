package all

import (
	"context"
	"errors"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// Verify runs the self-test of a segmentation model, whose files must be on this
// machine. The report, of several lines, compares what the model makes of the
// program's own picture with what its authors' pipeline makes of it; the error says
// that it must not be used, or why the test could not run. A model whose entry has no
// values to compare with has an empty report.
func Verify(ctx context.Context, env nodes.Env, model string) (report string, err error) {
	p, err := sam.Verify(ctx, env, sam.Options{Name: model})
	switch {
	case errors.Is(err, sam.ErrNoReference):
		return "", nil
	case err != nil:
		return "", err
	case p.Mistake != "":
		return p.String(), errors.New(p.Mistake)
	}
	return p.String(), nil
}
