#!/usr/bin/env bash
# test-vm.sh [FILTER]: shows that limits hold on cgroup v2, in a virtual machine that sees this machine's
# files (read-only) and runs the programs in bin/. Needs no KVM.
#
# With a FILTER, a regular expression, it runs those tests of .build/debug there instead, for example
# `IntegrationTests\.ProbeTests`. They take some ten times as long as on the machine itself.
set -euo pipefail
cd "$(dirname "$0")/.."
project=$PWD
vm=$project/.build/vm
swiftlet=${SWIFTLET:-$project/bin/swiftlet}
mkdir -p "$vm"

# A kernel from Debian's packages, unpacked rather than installed.
if [ ! -d "$vm/kernel" ]; then
    package=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image/ { print $2; exit }')
    (cd "$vm" && apt-get download -q "$package" >/dev/null 2>&1 && dpkg -x "$package"_*.deb kernel.new)
    release=$(ls "$vm/kernel.new/lib/modules")
    depmod -b "$vm/kernel.new" "$release"
    rm -f "$vm"/*.deb
    mv "$vm/kernel.new" "$vm/kernel"
fi
release=$(ls "$vm/kernel/lib/modules")
# What loads AppArmor profiles, which Debian's kernel enforces.
if [ ! -d "$vm/apparmor" ]; then
    (cd "$vm" && apt-get download -q apparmor >/dev/null 2>&1 && dpkg -x apparmor_*.deb apparmor.new)
    rm -f "$vm"/*.deb
    mv "$vm/apparmor.new" "$vm/apparmor"
fi

# The first file system: busybox and the modules that reach the shared one.
initramfs=$(mktemp -d)
trap 'rm -rf "$initramfs"' EXIT
mkdir -p "$initramfs"/{bin,dev,proc,sys,lower,rw,new,lib/modules/"$release"}
cp "$(command -v busybox)" "$initramfs/bin/busybox"
modules="virtio_pci 9pnet_virtio 9p overlay"
for module in $modules; do
    modprobe -d "$vm/kernel" -S "$release" --show-depends "$module" | awk '/^insmod/ { print $2 }'
done | awk '!seen[$0]++' | while read -r path; do
    cp "$path" "$initramfs/lib/modules/$release/"
    echo "insmod /lib/modules/$release/$(basename "$path")"
done >"$initramfs/modules.sh"
cat >"$initramfs/init" <<INIT
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
. /modules.sh
mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=262144,cache=loose host /lower
mount -t tmpfs -o size=80% rw /rw
mkdir /rw/upper /rw/work
mount -t overlay -o lowerdir=/lower,upperdir=/rw/upper,workdir=/rw/work root /new
for directory in proc sys dev; do mount --move /\$directory /new/\$directory; done
mount -t tmpfs run /new/run
mkdir -p /new/lib/modules
mount --bind "/new$vm/kernel/lib/modules" /new/lib/modules
exec switch_root /new /bin/bash "$project/scripts/vm/guest.sh" "$swiftlet" '${1:-}'
INIT
chmod +x "$initramfs/init"
(cd "$initramfs" && find . | cpio -o -H newc --quiet | gzip -1) >"$vm/initramfs.gz"

echo "Booting Linux $release with cgroup v2 (without KVM this takes a minute or two)"
acceleration=${VM_ACCELERATION:-tcg}
timeout "${VM_TIMEOUT:-$([ $# -gt 0 ] && echo 10800 || echo 900)}" qemu-system-x86_64 -accel "$acceleration" -cpu max -smp 2 -m "${VM_MEMORY:-2048}" \
    -nographic -no-reboot -nic none -kernel "$vm/kernel/boot/vmlinuz-$release" \
    -initrd "$vm/initramfs.gz" -append "console=ttyS0 quiet panic=-1 cgroup_no_v1=all security=apparmor" \
    -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap \
    </dev/null | sed -u 's,\r,,g' | tee "$vm/console.log"
grep -q '^[0-9]* passed, 0 failed' "$vm/console.log"
