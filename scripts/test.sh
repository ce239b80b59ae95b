#!/usr/bin/env bash
# test.sh [SWIFT-TEST-ARGUMENTS…]: builds all tests once and runs them.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build --build-tests
export SWIFTLET_BIN=$PWD/.build/debug
if [ "$(id -u)" -ne 0 ]; then
    echo "Not root: the tests with real containers are left out (sudo make test runs them)."
    exec swift test --skip-build --skip IntegrationTests "$@"
fi
scripts/newest-kubectl.sh .build/tools || echo "The newest kubectl could not be had: its tests are left out."
if [ $# -gt 0 ]; then
    exec swift test --skip-build "$@"
fi
swift test --skip-build --skip IntegrationTests
swift test --skip-build --no-parallel --filter IntegrationTests
