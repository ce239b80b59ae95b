#!/usr/bin/env bash
# bench.sh: measures the tutorial's Pod on a daemon of its own, and podman where it is installed.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
if [ "$(id -u)" -ne 0 ]; then exec sudo SWIFTLET="$SWIFTLET" "$0" "$@"; fi
exec python3 scripts/bench.py "$SWIFTLET" "$@"
