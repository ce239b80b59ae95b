#!/usr/bin/env bash
# install.sh GROUP…: installs the Debian packages of the groups that are missing.
set -euo pipefail

build="libarchive-dev libisal-dev libseccomp-dev libsqlite3-dev libssl-dev zlib1g-dev pkg-config"
run="runc crun containernetworking-plugins nftables busybox-static"
test="docker-registry skopeo python3 python3-pip iproute2 curl procps"
vm="qemu-system-x86 kmod cpio python3"

missing=()
for group in "$@"; do
    for package in ${!group}; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing+=("$package")
    done
done
[ ${#missing[@]} -eq 0 ] && exit 0

sudo=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "error: these packages are missing: ${missing[*]}; install them as root: apt-get install ${missing[*]}" >&2
        exit 1
    }
    sudo="sudo"
fi
echo "Installing from Debian: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $sudo apt-get update -q && $sudo apt-get install -q -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "error: apt-get could not install: ${missing[*]}" >&2
    exit 1
fi
