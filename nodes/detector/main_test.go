package detector

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes/internal/cv/cvtest"
)

func TestMain(m *testing.M) { cvtest.Main(m) }
