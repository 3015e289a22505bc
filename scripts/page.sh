#!/usr/bin/env bash
# Tests the page of --http in a browser, the first argument; screenshots go to the
# second, if there is one. bin must be built, and the models be there.
set -euo pipefail
cd "$(dirname "$0")/../host/web/page"

npm ci --silent
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
npx tsc --noEmit
npx vite build --logLevel warn --outDir "$built" --emptyOutDir
diff -r "$built" ../dist || {
	echo "page: host/web/dist is not what its sources make: run make web, and commit it" >&2
	exit 1
}
timeout 900 node test/page.mjs "$@"
