package cv

import (
	"errors"
	"fmt"
	"os"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
)

// ReadPicture reads a picture file of any kind that OpenCV knows as a BGR frame.
// It does not wait for pipes and terminals.
func ReadPicture(path string) (*nodes.Frame, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: is not a file", path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(data) == 0 {
		return nil, fmt.Errorf("%s: is empty (0 bytes)", path)
	}
	m, err := gocv.IMDecode(data, gocv.IMReadColor)
	if err != nil || m.Empty() {
		return nil, errors.Join(fmt.Errorf("%s: is no picture that OpenCV can read", path), m.Close())
	}
	return Adopt(m)
}
