#!/usr/bin/env bash
# build.sh CONFIGURATION: builds the two programs and leaves them in bin/.
set -euo pipefail
cd "$(dirname "$0")/.."
configuration=${1:-release}
flags=()
[ "$configuration" = release ] && flags+=(--static-swift-stdlib)

if [ ! -d ".build/$configuration" ]; then
    echo "The first build takes about ten minutes on two cores; later ones take seconds."
fi
swift build -c "$configuration" "${flags[@]}" --product swiftlet-monitor
swift build -c "$configuration" "${flags[@]}" --product swiftlet
mkdir -p bin
for program in swiftlet swiftlet-monitor; do
    cp ".build/$configuration/$program" "bin/.$program.new"
    [ "$configuration" = release ] && strip "bin/.$program.new"
    mv "bin/.$program.new" "bin/$program"
done
