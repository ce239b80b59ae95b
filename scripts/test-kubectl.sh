#!/usr/bin/env bash
# test-kubectl.sh [MINOR…]: types what docs/kubectl.md says with other versions of kubectl (1.28 to 1.36
# but the machine's, where none are named) beside the machine's and the newest.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- 28 29 30 31 33 34 35 36
programs=()
for minor in "$@"; do
    scripts/older-kubectl.sh .build/tools "$minor"
    programs+=("$PWD/.build/tools/kubectl-1.$minor")
done
SWIFTLET_TEST_KUBECTL=$(IFS=:; echo "${programs[*]}") exec scripts/test.sh --filter KubectlWalkTests
