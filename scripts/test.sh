#!/usr/bin/env bash
# Everything that guards main: what fails fast comes first, and each package's
# tests run once. Packages that build without OpenCV and ONNX Runtime run under the
# race detector; the others count open Mats instead (gocv's build tag matprofile).
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s (after %d s)\n' "$*" "$SECONDS"; }

step set-up
scripts/setup.sh test
unformatted=$(gofmt -l .)
if [ -n "$unformatted" ]; then
	printf 'not in the form of gofmt:\n%s\n' "$unformatted"
	exit 1
fi

step build
CGO_ENABLED=0 go build ./nodes ./models ./host/graph ./plugin/wire/...
make --no-print-directory build

step models
shared=$(cd "${MASKGRAPH_SHARED:-../shared}" 2>/dev/null && pwd) || shared=
if [ -z "${MASKGRAPH_MODELS:-}" ] && [ -d "$shared/models" ]; then
	export MASKGRAPH_MODELS="$shared/models"
fi
make --no-print-directory models
bin/maskgraph models pull yolox-nano nanodet-m ||
	echo "WARNING: tests that need these detectors will be skipped"

step vet
go vet ./...
go vet -C plugin/examples/blur ./...

# The test binaries, each with all that it is made of.
binaries=$(go list -buildvcs=false -test -f '{{.ImportPath}} {{join .Deps " "}}' ./... | grep '^[^ ]*\.test ')
native='gocv\.io/x/gocv|onnxruntime_go'
packages() { sed 's/\.test .*//'; }
status=0

step tests under the race detector
go test -timeout 30m -race $(grep -vE "$native" <<<"$binaries" | packages) || status=$?

go test -C plugin/examples/blur -race ./... || status=$?

step tests with OpenCV and ONNX Runtime
go test -timeout 30m -tags matprofile $(grep -E "$native" <<<"$binaries" | packages) || status=$?

step the page in a browser
if chromium=$(command -v chromium); then
	scripts/page.sh "$chromium" || status=$?
else
	echo "WARNING: the page was not tested: there is no chromium"
fi

step "done, status $status"
exit "$status"
