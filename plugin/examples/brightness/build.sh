#!/bin/sh
# Makes node_pb2.py and node_pb2_grpc.py from the published protocol: in this folder,
# or in the one given. It needs Debian's protobuf-compiler-grpc or pip's grpcio-tools.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
to=${1:-$here}
set -- -I "$here/../../wire/nodepb" --python_out="$to" --grpc_python_out="$to" node.proto
if plugin=$(command -v grpc_python_plugin); then
	exec protoc --plugin=protoc-gen-grpc_python="$plugin" "$@"
fi
exec python3 -m grpc_tools.protoc "$@"
