#!/bin/bash
# guest.sh SWIFTLET [FILTER]: what test-vm.sh runs as the first process of its virtual machine.
swiftlet=$1 filter=${2:-}
project=$(cd "$(dirname "$0")/../.." && pwd)
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/run TERM=dumb
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs shm /dev/shm
mount -t securityfs securityfs /sys/kernel/security
cp "$project/.build/vm/apparmor/sbin/apparmor_parser" /usr/sbin/
cp -r "$project"/.build/vm/apparmor/etc/apparmor* /etc/
cp -r "$project/.build/vm/apparmor/usr/share/apparmor-features" /usr/share/
hostname guest
ip link set lo up
for module in dummy fuse loop bridge veth nf_tables nft_masq nft_chain_nat br_netfilter; do modprobe "$module"; done 2>/dev/null

# An address that other machines would know it by.
ip link add lan type dummy && ip address add 192.0.2.2/24 dev lan && ip link set lan up
ip route add default via 192.0.2.1

passed=0 failed=0
check() { # NAME COMMAND…
    if "${@:2}"; then
        passed=$((passed + 1))
        echo "ok: $1"
    else
        failed=$((failed + 1))
        echo "NOT ok: $1"
    fi
}
finish() {
    [ "$failed" -gt 0 ] && [ -f "$root/daemon.log" ] && tail -n 20 "$root/daemon.log"
    echo "$passed passed, $failed failed"
    sync
    poweroff -f 2>/dev/null || busybox poweroff -f
}

root=/run/vm/swiftlet
if [ -n "$filter" ]; then
    mount -t tmpfs -o mode=1777,size=80% tmp /tmp
    cd "$project"
    SWIFTLET_BIN=$(dirname "$swiftlet")
    export SWIFTLET_BIN PATH=/opt/swift/usr/bin:/usr/local/sbin:/usr/local/bin:$PATH
    check "$filter" .build/debug/swiftletPackageTests.xctest --testing-library swift-testing --no-parallel \
        --filter "$filter"
    finish
fi
images=/run/vm/images
rootfs=/run/vm/rootfs
mkdir -p "$root" "$rootfs"/{bin,dev,etc,proc,sys,tmp}
cp "$(command -v busybox)" "$rootfs/bin/busybox"
for applet in sh sleep cat date echo tail mkdir head ls; do ln -s busybox "$rootfs/bin/$applet"; done
"$swiftlet" images from-rootfs "$rootfs" --tag docker.io/library/busybox:latest --cmd sh --to "oci:$images" >/dev/null
serve() {
    "$swiftlet" serve --root "$root" --listen 127.0.0.1:6443 --registry-mirror "docker.io=oci:$images" \
        </dev/null >>"$root/daemon.log" 2>&1 &
    daemon=$!
    "$swiftlet" status --root "$root" --wait --timeout 120s >/run/vm/status
}
serve || { cat /run/vm/status; failed=1; finish; }
export KUBECONFIG=$root/kubeconfig
check "the daemon says cgroup v2" grep -Eq '^cgroups: +v2' /run/vm/status

"$swiftlet" apply -f "$project/examples/sidecar-pod.yaml" >/dev/null
check "the tutorial's Pod gets ready" "$swiftlet" wait --for=condition=Ready pod/sidecar-demo --timeout 180s
if [ "$failed" -gt 0 ]; then # Nothing of what follows can hold.
    "$swiftlet" describe pod sidecar-demo
    finish
fi

# A container's group, by the name of the container.
group() {
    local id
    id=$("$swiftlet" get pod "$1" -o json | python3 -c '
import json, sys
for status in json.load(sys.stdin)["status"]["containerStatuses"]:
    if status["name"] == sys.argv[1]: print(status["containerID"].split("//")[1])' "$2")
    find /sys/fs/cgroup -type d -name "*$id*" | head -n 1
}
value() { cat "$(group "$1" "$2")/$3"; }
container=$("$swiftlet" get pod sidecar-demo -o json | python3 -c '
import json, sys
from fractions import Fraction
for container in json.load(sys.stdin)["spec"]["containers"]:
    limits = container["resources"]["limits"]
    cpu = limits["cpu"]; memory = limits["memory"]
    milli = int(cpu[:-1]) if cpu.endswith("m") else int(cpu) * 1000
    unit = {"Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30}[memory[-2:]]
    print(container["name"], milli * 100, int(memory[:-2]) * unit)')
while read -r name quota memory; do
    check "$name: memory.max is $memory" test "$(value sidecar-demo "$name" memory.max)" = "$memory"
    check "$name: cpu.max is $quota 100000" test "$(value sidecar-demo "$name" cpu.max)" = "$quota 100000"
done <<<"$container"
pod=$(dirname "$(group sidecar-demo logwriter)")
check "what a container has in memory is not swapped out" test "$(value sidecar-demo logwriter memory.swap.max)" = 0
check "a Pod that asks for no huge pages gets none" test "$(cat "$pod"/hugetlb.2MB.max)" = 0

run() { "$swiftlet" exec sidecar-demo -c logreader -- "$@"; }
# A container has a cgroup namespace of its own, in which its group is the root.
check "a command runs in its container's group" test "$(run cat /proc/self/cgroup)" = "0::/"
run sh -c 'exit 7' >/dev/null 2>&1
check "its exit code comes back" test $? = 7
check "its input reaches it" test "$(echo in | "$swiftlet" exec -i sidecar-demo -c logreader -- cat)" = in
run sh -c 'echo copied >/tmp/file'
"$swiftlet" cp sidecar-demo:/tmp/file /run/vm/file -c logreader >/dev/null
check "a file is copied out of it" test "$(cat /run/vm/file)" = copied
check "a container is added to the Pod, in a group of its own" test "$("$swiftlet" debug sidecar-demo -q \
    --attach --image=busybox -c tools -- cat /proc/self/cgroup)" = "0::/"

cat >/run/vm/limits.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: limits}
spec:
  restartPolicy: Never
  terminationGracePeriodSeconds: 1
  containers:
  - name: busy
    image: busybox
    command: [sh, -c, "while :; do :; done"]
    resources: {limits: {cpu: 100m, memory: 32Mi}}
  - name: greedy
    image: busybox
    command: [sh, -c, "tail /dev/zero"]
    resources: {limits: {memory: 32Mi}}
YAML
"$swiftlet" apply -f /run/vm/limits.yaml >/dev/null
reason() {
    "$swiftlet" get pod limits -o json | python3 -c '
import json, sys
for status in json.load(sys.stdin)["status"].get("containerStatuses", []):
    if status["name"] == "greedy": print(status.get("state", {}).get("terminated", {}).get("reason", ""))'
}
for _ in $(seq 60); do
    [ -n "$(reason)" ] && break
    sleep 1
done
check "a container over its memory is OOMKilled" test "$(reason)" = OOMKilled

usage() { awk '/^usage_usec/ { print $2 }' "$(group limits busy)/cpu.stat"; }
before=$(usage) started=$(date +%s%N)
sleep 10
used=$(($(usage) - before)) elapsed=$((($(date +%s%N) - started) / 1000))
echo "busy: $used us of CPU in $elapsed us"
check "a busy container gets a tenth of a CPU and no more" test $((used * 100)) -le $((elapsed * 12))
check "and is not starved either" test $((used * 100)) -ge $((elapsed * 5))

first=$(group limits busy)
kill -9 "$daemon"
wait "$daemon" 2>/dev/null
serve
check "a killed daemon's containers go on" test "$(group limits busy)" = "$first"

. "$project/scripts/vm/apparmor.sh"

check "each daemon asks the kernel once for mounts in memory that it does not have" \
    test "$(busybox dmesg | grep -c "parameter 'noswap'")" -le 2

check "Pods are deleted" "$swiftlet" delete pod sidecar-demo limits --grace-period 1 --timeout 60s
check "their groups are gone" test -z "$(find /sys/fs/cgroup -type d -path '*kubepods*/*pod*' 2>/dev/null)"
finish
