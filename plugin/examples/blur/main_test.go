package main

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

func TestMain(m *testing.M) {
	wiretest.Main(registry()) // does not return in the process that a test starts
	goleak.VerifyTestMain(m)
}
