#!/usr/bin/env bash
# bench.sh: measures the tutorial's Pod and the API on daemons of its own, and podman where it is
# installed.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
if [ -z "${BENCH_API:-}" ]; then
    swift build -c release --static-swift-stdlib --product bench-api
    export BENCH_API=$PWD/.build/release/bench-api
fi
if [ "$(id -u)" -ne 0 ]; then exec sudo SWIFTLET="$SWIFTLET" BENCH_API="$BENCH_API" "$0" "$@"; fi
exec python3 scripts/bench.py "$SWIFTLET" --bench-api "$BENCH_API" "$@"
