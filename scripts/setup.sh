#!/usr/bin/env bash
# Installs what the build needs and this machine lacks, on Debian and Ubuntu. With
# the argument test, also what only tests need. Silent when nothing is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

die() {
	echo "setup: $*" >&2
	exit 1
}

have=$(go env GOVERSION 2>/dev/null) || have=none
if [ "$have" = none ] || [ "$(printf '%s\n' go1.26 "$have" | sort -V | head -n 1)" != go1.26 ]; then
	die "Go 1.26 or newer is needed (found: $have). Get it from https://go.dev/dl and put it on PATH."
fi

missing=()
need() { # COMMAND PACKAGE
	command -v "$1" >/dev/null || missing+=("$2")
}
need make make
need g++ g++
need pkg-config pkg-config
need npm npm
pkg-config --exists opencv4 2>/dev/null || missing+=(libopencv-dev)
pkg-config --exists libavdevice libavformat libavcodec libswscale libavutil 2>/dev/null ||
	missing+=(libavdevice-dev libavformat-dev libavcodec-dev libswscale-dev libavutil-dev)
if [ "${1:-}" = test ]; then
	need ffmpeg ffmpeg
	need strace strace # kills the MaskSink at every system call
	need grpc_python_plugin protobuf-compiler-grpc # of the example plugin in Python
	if ! command -v chromium >/dev/null && grep -qx 'ID=debian' /etc/os-release; then
		missing+=(chromium) # clicks on the page; Ubuntu has it as a snap only
	fi
	/usr/bin/python3 -c 'import google.protobuf, grpc, numpy' 2>/dev/null || missing+=(python3-grpcio python3-numpy)
fi
if [ ${#missing[@]} -eq 0 ]; then
	exit 0
fi

command -v apt-get >/dev/null ||
	die "this is neither Debian nor Ubuntu; install what these packages of theirs hold, then run this again: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null || die "there is no sudo; run as root: apt-get install ${missing[*]}"
	as_root=(sudo)
fi
echo "setup: installing ${missing[*]} (this may take some minutes)"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
	apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
