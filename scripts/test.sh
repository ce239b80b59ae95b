#!/usr/bin/env bash
# test.sh [--integration | SWIFT-TEST-ARGUMENTS…]: builds all tests once and runs them, or only those
# with real containers, or those that `swift test` is told.
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log" "$log".*' EXIT

# Runs tests, and says at the end once more which of them failed and why.
run_tests() {
    if ! swift test --skip-build "$@" 2>&1 | tee "$log"; then
        printf '\nFailed:\n' >&2
        grep -A 4 'recorded an issue' "$log" | grep -Ev '^(◇|✔)' >&2 || tail -n 20 "$log" >&2
        exit 1
    fi
}

# run_part WHICH ARGUMENTS…: as above; WHICH are the numbers of the listed tests that have to run.
run_part() {
    local expected began
    expected=$(grep -c . "$log.$1")
    shift
    run_tests "$@"
    began=$(grep -E '^[^ ]+ Test .* (started|skipped)' "$log" | grep -cvE '^[^ ]+ Test (run started|case passing)')
    if [ "$began" -ne "$expected" ]; then
        echo "$expected tests are listed for this part, and $began were run: see scripts/test.sh" >&2
        exit 1
    fi
}

swift build --build-tests
export SWIFTLET_BIN=$PWD/.build/debug
# Those with real containers, and those that need the machine for themselves, in suites `Alone`.
integration='^IntegrationTests\.'
alone='\.Alone/'
# Together these are all that there are.
swift test list --skip-build > "$log.list"
grep -E "$alone" "$log.list" > "$log.alone"
grep -vE "$alone" "$log.list" | grep -E "$integration" > "$log.integration"
grep -vE "$alone|$integration" "$log.list" > "$log.unit"

# Units: more of them at once only wait for each other, and for longer than their time limits.
units=(--experimental-maximum-parallelization-width $((4 * $(nproc))) --skip "$alone" --skip "$integration")
if [ "$(id -u)" -ne 0 ]; then
    echo "Not root: the tests with real containers are left out (sudo make test runs them)."
    if [ $# -gt 0 ]; then run_tests "${units[@]}" "$@"; else run_part unit "${units[@]}"; fi
    exit
fi
scripts/newest-kubectl.sh .build/tools || echo "The newest kubectl could not be had: its tests are left out."
if [ $# -gt 0 ] && [ "$1" != --integration ]; then
    run_tests "$@"
    exit
fi
[ $# -gt 0 ] || run_part unit "${units[@]}"
# Each has a daemon of its own, which waits more than it works.
run_part integration --experimental-maximum-parallelization-width $(($(nproc) + 1)) \
    --filter "$integration" --skip "$alone"
run_part alone --no-parallel --filter "$alone"
