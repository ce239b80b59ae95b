#!/usr/bin/env bash
# test-streams.sh [RUNTIME…]: streams, logs and copies with kubectl 1.28, which speaks SPDY, and 1.30 beside
# the machine's and the newest, with each OCI runtime that is named and installed (crun and runc where
# none is named).
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- crun runc
programs=()
for minor in 28 30; do
    scripts/older-kubectl.sh .build/tools "$minor"
    programs+=("$PWD/.build/tools/kubectl-1.$minor")
done
export SWIFTLET_TEST_KUBECTL
SWIFTLET_TEST_KUBECTL=$(IFS=:; echo "${programs[*]}")
for runtime in "$@"; do
    if ! command -v "$runtime" >/dev/null; then
        echo "$runtime is not installed: its tests are left out."
        continue
    fi
    echo "with $runtime"
    SWIFTLET_TEST_RUNTIME=$runtime scripts/test.sh --no-parallel \
        --filter 'IntegrationTests\.(Alone/)?(StreamTests|StreamRestartTests|StreamLeakTests|SwiftletStreamsTests|DebugTests|LogTests|LogFloodTests|PythonClientTests)'
done
