#!/usr/bin/env bash
# test.sh [SWIFT-TEST-ARGUMENTS…]: builds all tests once and runs them.
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Runs tests, and says at the end once more which of them failed and why.
run_tests() {
    if ! swift test --skip-build "$@" 2>&1 | tee "$log"; then
        printf '\nFailed:\n' >&2
        grep -A 4 'recorded an issue' "$log" | grep -Ev '^(◇|✔)' >&2 || tail -n 20 "$log" >&2
        exit 1
    fi
}

# Tests with real containers, and those of times, which mean nothing beside others.
alone='IntegrationTests|Latency|StreamTests'

swift build --build-tests
export SWIFTLET_BIN=$PWD/.build/debug
if [ "$(id -u)" -ne 0 ]; then
    echo "Not root: the tests with real containers are left out (sudo make test runs them)."
    run_tests --skip "$alone" "$@"
    exit
fi
scripts/newest-kubectl.sh .build/tools || echo "The newest kubectl could not be had: its tests are left out."
if [ $# -gt 0 ]; then
    run_tests "$@"
    exit
fi
# More of them at once only wait for each other, and for longer than their time limits.
run_tests --experimental-maximum-parallelization-width $((4 * $(nproc))) --skip "$alone"
run_tests --no-parallel --filter "$alone"
