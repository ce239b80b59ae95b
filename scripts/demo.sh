#!/usr/bin/env bash
# demo.sh: runs the tutorial's Pod of a log writer and a log reader, and shows it.
set -euo pipefail
. "$(dirname "$0")/environment.sh"
LOG_SECONDS=${LOG_SECONDS:-10}

# A registry mirror that needs no network: busybox from Debian's busybox-static.
offline_image() {
    local layout=$DEMO_ROOT/images rootfs=$DEMO_ROOT/busybox
    [ -f "$layout/index.json" ] && return
    local busybox
    busybox=$(command -v busybox) || { echo "error: busybox is missing: apt-get install busybox-static" >&2; exit 1; }
    "${SUDO[@]}" rm -rf "$rootfs" "$layout"
    "${SUDO[@]}" mkdir -p "$rootfs"/{bin,dev,etc,home,proc,root,sys,tmp,usr/bin,usr/sbin,sbin,var}
    "${SUDO[@]}" chmod 1777 "$rootfs/tmp"
    "${SUDO[@]}" cp "$busybox" "$rootfs/bin/busybox"
    local applet
    for applet in $(busybox --list); do
        [ "$applet" = busybox ] || "${SUDO[@]}" ln -sf busybox "$rootfs/bin/$applet"
    done
    printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n' |
        "${SUDO[@]}" tee "$rootfs/etc/passwd" >/dev/null
    printf 'root:x:0:\nnogroup:x:65534:\n' | "${SUDO[@]}" tee "$rootfs/etc/group" >/dev/null
    swiftlet images from-rootfs "$rootfs" --tag docker.io/library/busybox:latest --cmd sh --to "oci:$layout"
    "${SUDO[@]}" rm -rf "$rootfs"
}

# Whether Docker Hub answers within three seconds.
docker_hub_reachable() {
    timeout 3 bash -c 'exec 3<>/dev/tcp/registry-1.docker.io/443' 2>/dev/null
}

# Runs a verb beside this script; $! is the program itself, so that it can be ended.
background() {
    local verb=$1
    shift
    "${SUDO[@]}" "$SWIFTLET" "$verb" --kubeconfig "$DEMO_ROOT/kubeconfig" "$@" 2>/dev/null &
}

free_port() {
    local port=16443
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
    echo "$port"
}

start_daemon() {
    local mirror=()
    if [ "${OFFLINE:-}" = 1 ] || ! docker_hub_reachable; then
        echo "Docker Hub is not reachable from here: busybox comes from Debian's busybox-static."
        offline_image
        mirror=(--registry-mirror "docker.io=oci:$DEMO_ROOT/images")
    fi
    "${SUDO[@]}" setsid "$SWIFTLET" serve --root "$DEMO_ROOT" --listen "127.0.0.1:$(free_port)" \
        --bridge "$DEMO_BRIDGE" --cgroup-root "$DEMO_CGROUP" --pod-cidr "$DEMO_CIDR" \
        "${mirror[@]}" </dev/null >"$DEMO_ROOT/daemon.log" 2>&1 &
    if ! swiftlet status --root "$DEMO_ROOT" --wait --timeout 30s >/dev/null; then
        echo "error: the daemon did not start; its last words:" >&2
        tail -n 5 "$DEMO_ROOT/daemon.log" >&2
        exit 1
    fi
}

mkdir -p "$DEMO_ROOT"
if ! swiftlet status --root "$DEMO_ROOT" >/dev/null 2>&1; then
    bold "Starting the daemon"
    start_daemon
fi
swiftlet status --root "$DEMO_ROOT"

echo
bold "swiftlet apply -f examples/sidecar-pod.yaml --namespace $DEMO_NAMESPACE"
client get namespace "$DEMO_NAMESPACE" >/dev/null 2>&1 || client create namespace "$DEMO_NAMESPACE"
background get pod --namespace "$DEMO_NAMESPACE" --watch
watcher=$!
trap 'kill $watcher 2>/dev/null || true' EXIT
client apply -f examples/sidecar-pod.yaml --namespace "$DEMO_NAMESPACE"
client wait --for=condition=Ready pod/sidecar-demo --namespace "$DEMO_NAMESPACE" --timeout=120s >/dev/null
sleep 0.3 # lets the watch above print its last line
kill $watcher 2>/dev/null || true
wait $watcher 2>/dev/null || true
trap - EXIT

echo
bold "swiftlet logs sidecar-demo logreader --namespace $DEMO_NAMESPACE --follow   ($LOG_SECONDS seconds of it)"
background logs sidecar-demo logreader --namespace "$DEMO_NAMESPACE" --tail 5 --follow
logs=$!
sleep "$LOG_SECONDS"
kill $logs 2>/dev/null || true
wait $logs 2>/dev/null || true

echo
bold "The Pod goes on running. To go on:"
root=${SUDO[*]:+sudo }
cat <<END
  export KUBECONFIG=$DEMO_ROOT/kubeconfig      kubectl and bin/swiftlet both read it
  ${root}bin/swiftlet get pods -n $DEMO_NAMESPACE -o wide
  ${root}bin/swiftlet describe pod sidecar-demo -n $DEMO_NAMESPACE
  ${root}bin/swiftlet logs sidecar-demo logreader -n $DEMO_NAMESPACE --follow
  ${root}bin/swiftlet delete pod sidecar-demo -n $DEMO_NAMESPACE
  make demo-down                               removes all of it again
END
