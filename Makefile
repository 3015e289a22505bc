# `make` alone lists the targets. Each is a line or two, or a script.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup build models demo test bench microbench lint web generate check

help:      ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' Makefile | expand -t 12

setup:     ## install what the build needs and this machine lacks
	@scripts/setup.sh

build:     ## bin/maskgraph and bin/maskgraph-nodes
	go build -buildvcs=false -ldflags "-X main.version=$$(git describe --always --dirty 2>/dev/null || echo devel)" -o bin/maskgraph ./host
	go build -buildvcs=false -o bin/maskgraph-nodes ./plugin

models:    ## fetch what the demo needs into the user's cache, once
	bin/maskgraph models pull onnxruntime mobile-sam

demo: setup build models ## from nothing to masks in a video
	bin/maskgraph run graphs/demo.yaml

test:      ## everything that guards main
	@scripts/test.sh

bench: build models ## beside bare loops, Node.js and Python: out/bench/bench.md; BENCH_QUICK=1 for a short one
	go build -buildvcs=false -o bin/bare ./nodes/internal/bare
	go run -buildvcs=false ./scripts/bench $(if $(BENCH_QUICK),-quick)

microbench: ## every benchmark of Go's own
	go test -run '^$$' -bench . -benchmem ./...

lint:      ## golangci-lint, version 2
	golangci-lint run ./...

web:       ## build the page of --http anew
	npm ci --prefix host/web/page --silent
	npm run --prefix host/web/page build

generate:  ## write generated files anew
	go generate ./...

check:     ## fail when generated files are out of date
	@scripts/check.sh
