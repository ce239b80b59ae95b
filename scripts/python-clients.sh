#!/usr/bin/env bash
# python-clients.sh DIR: leaves a Python with the official Kubernetes client and kr8s, from PyPI, in DIR.
set -euo pipefail
directory=$1
[ -x "$directory/bin/python" ] && "$directory/bin/python" -c 'import kubernetes, kr8s' 2>/dev/null && exit 0
python3 -m venv "$directory"
"$directory/bin/python" -m pip install -q --disable-pip-version-check kubernetes kr8s
