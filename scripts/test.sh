#!/usr/bin/env bash
# test.sh [--integration | SWIFT-TEST-ARGUMENTS…]: builds all tests once and runs them, or only those
# with real containers, or those that `swift test` is told.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
log=$folder/log

# Runs tests, and says at the end once more which of them failed and why.
run_tests() {
    if ! swift test --skip-build "$@" 2>&1 | tee "$log"; then
        printf '\nFailed:\n' >&2
        grep -a -A 4 'recorded an issue' "$log" | grep -a -Ev '^(◇|✔)' >&2 || tail -n 20 "$log" >&2
        exit 1
    fi
}

# run_part PART ARGUMENTS…: as above, and fails unless all tests are run that are listed for the part.
run_part() {
    local part=$1 listed ran
    shift
    run_tests --xunit-output "$folder/$part.xml" "$@"
    listed=$(wc -l < "$folder/$part")
    ran=$(grep -c "<testcase " "$folder/$part-swift-testing.xml" || true)
    if [ "$ran" -ne "$listed" ]; then
        echo "$listed tests are listed for the part \"$part\", and $ran were run." >&2
        exit 1
    fi
}

swift build --build-tests
export SWIFTLET_BIN=$PWD/.build/debug
# Those with real containers, and those that need the machine for themselves, in suites `Alone`.
integration='^IntegrationTests\.'
alone='\.Alone/'
# Together these are all that there are.
swift test list --skip-build | grep -E '^[A-Za-z]+\.' > "$folder/all"
grep -E "$alone" "$folder/all" > "$folder/alone"
grep -vE "$alone" "$folder/all" | grep -E "$integration" > "$folder/integration"
grep -vE "$alone|$integration" "$folder/all" > "$folder/units"

# Units: more of them at once only wait for each other, and for longer than their time limits.
units=(--experimental-maximum-parallelization-width $((4 * $(nproc))) --skip "$alone" --skip "$integration")
if [ "$(id -u)" -ne 0 ]; then
    echo "Not root: the tests with real containers are left out (sudo make test runs them)."
    if [ $# -gt 0 ]; then run_tests "${units[@]}" "$@"; else run_part units "${units[@]}"; fi
    exit
fi
scripts/newest-kubectl.sh .build/tools || echo "The newest kubectl could not be had: its tests are left out."
if [ $# -gt 0 ] && [ "$1" != --integration ]; then
    run_tests "$@"
    exit
fi
[ $# -gt 0 ] || run_part units "${units[@]}"
# Each has a daemon of its own, which waits more than it works.
run_part integration --experimental-maximum-parallelization-width $(($(nproc) + 1)) \
    --filter "$integration" --skip "$alone"
run_part alone --no-parallel --filter "$alone"
