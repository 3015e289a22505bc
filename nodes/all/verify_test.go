package all_test

import (
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/all"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestVerify(t *testing.T) {
	nodestest.Model(t, "onnxruntime")
	nodestest.Model(t, "mobile-sam")
	report, err := all.Verify(t.Context(), nodestest.Env(t), "mobile-sam")
	if err != nil || !strings.Contains(report, "mask 0: predicted IoU") || !strings.HasSuffix(report, "verdict: the model is used as its authors use it\n") {
		t.Errorf("%v\n%s", err, report)
	}
}
