#!/usr/bin/env bash
# demo-down.sh: removes the demo's Pods, its daemon and everything that they made.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
[ -d "$DEMO_ROOT" ] || { echo "There is no demo to remove."; exit 0; }
[ -x "$SWIFTLET" ] || { echo "error: $SWIFTLET is missing: make build, then make demo-down" >&2; exit 1; }
swiftlet teardown --root "$DEMO_ROOT"
"${SUDO[@]}" rm -rf "$DEMO_ROOT"
echo "The demo is gone."
