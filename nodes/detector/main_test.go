package detector

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if frames, mats := nodes.LiveFrames(), openMats(); frames+int64(mats) != 0 {
		fmt.Fprintf(os.Stderr, "left over: %d frames, %d Mats\n", frames, mats)
		code = 1
	}
	if err := goleak.Find(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}
