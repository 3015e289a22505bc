#!/usr/bin/env bash
# Fails when writing the generated files anew changes the working tree.
set -euo pipefail
cd "$(dirname "$0")/.."

state() { git status --porcelain; git diff; }

before=$(state)
go generate ./...
if [ "$(state)" != "$before" ]; then
	echo "check: generated files were out of date; they are written anew, commit them:" >&2
	git status --short >&2
	exit 1
fi
