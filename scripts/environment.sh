# Where the demo lives; sourced by the demo's scripts. All of it stays in the build folder.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
SWIFTLET=${SWIFTLET:-$PWD/bin/swiftlet}
DEMO_ROOT=${DEMO_ROOT:-$PWD/.build/demo}
DEMO_NAMESPACE=sidecar-demo
DEMO_BRIDGE=${DEMO_BRIDGE:-swiftlet-demo0}
DEMO_CGROUP=${DEMO_CGROUP:-swiftlet-demo}
DEMO_CIDR=${DEMO_CIDR:-10.89.0.0/16}

# Pods need root; everything else of the demo goes through the same door.
if [ "$(id -u)" -eq 0 ]; then SUDO=(); else SUDO=(sudo); fi
swiftlet() { "${SUDO[@]}" "$SWIFTLET" "$@"; }
client() { local verb=$1; shift; swiftlet "$verb" --kubeconfig "$DEMO_ROOT/kubeconfig" "$@"; }
bold() { if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then printf '\033[1m%s\033[0m\n' "$*"; else printf '%s\n' "$*"; fi; }
