package formats

import (
	"fmt"
	"io"
)

// maxItem bounds what is read for one item of a list: it is in memory as a whole.
const maxItem = 1 << 29 // bytes

// guarded reads no more than so many bytes for an item.
type guarded struct {
	r          io.Reader
	most, read int
}

func (g *guarded) Read(p []byte) (int, error) {
	if g.read > g.most {
		return 0, fmt.Errorf("an item of more than %d MB", g.most>>20)
	}
	n, err := g.r.Read(p)
	g.read += n
	return n, err
}
