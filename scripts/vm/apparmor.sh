# apparmor.sh: what guest.sh checks of AppArmor, which most of Debian's and Ubuntu's machines have on.
# shellcheck shell=bash disable=SC2154
check "the daemon says what containers get" grep -Eq '^AppArmor: +containers get swiftlet-default' /run/vm/status

apparmor_parser --replace --skip-cache <<'PROFILE'
profile vm-local flags=(attach_disconnected, mediate_deleted) {
  capability,
  file,
  network,
  signal,
  ptrace,
  deny /tmp/forbidden w,
}
PROFILE
mkdir -p /run/vm/terms
cat >/run/vm/apparmor.yaml <<'YAML'
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: {name: by-runc}
handler: runc
---
apiVersion: v1
kind: Pod
metadata: {name: armoured}
spec:
  restartPolicy: Never
  shareProcessNamespace: true
  volumes: [{name: terms, hostPath: {path: /run/vm/terms}}]
  containers:
  - name: silent
    image: busybox
    command: &command
    - sh
    - -c
    - |
      label=$(cat /proc/self/attr/current)
      echo "$label"
      trap 'echo "$label" >>/terms/$NAME; [ $NAME = named ] || exit 0' TERM
      busybox umount /proc/sysrq-trigger
      echo h >/proc/sysrq-trigger && echo writes
      busybox mount -t tmpfs none /tmp && echo mounts
      echo $$$$ >/terms/$NAME.pid
      while :; do sleep 1; done
    env: [{name: NAME, value: silent}]
    volumeMounts: &mounts [{name: terms, mountPath: /terms}]
    securityContext: {capabilities: {add: [SYS_ADMIN]}}
  - name: named
    image: busybox
    command: *command
    env: [{name: NAME, value: named}]
    volumeMounts: *mounts
    securityContext:
      appArmorProfile: {type: RuntimeDefault}
      allowPrivilegeEscalation: false
  - name: free
    image: busybox
    command: *command
    env: [{name: NAME, value: free}]
    volumeMounts: *mounts
    securityContext: {capabilities: {add: [SYS_ADMIN]}, appArmorProfile: {type: Unconfined}}
  - name: local
    image: busybox
    command: *command
    env: [{name: NAME, value: local}]
    volumeMounts: *mounts
    securityContext: {appArmorProfile: {type: Localhost, localhostProfile: vm-local}}
  - name: privileged
    image: busybox
    command: *command
    env: [{name: NAME, value: privileged}]
    volumeMounts: *mounts
    securityContext: {privileged: true}
---
apiVersion: v1
kind: Pod
metadata: {name: by-runc}
spec:
  restartPolicy: Never
  runtimeClassName: by-runc
  containers:
  - name: main
    image: busybox
    command: [sh, -c, "cat /proc/self/attr/current; sleep 1000"]
---
apiVersion: v1
kind: Pod
metadata: {name: unloaded}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: main
    image: busybox
    command: ["true"]
    securityContext: {appArmorProfile: {type: Localhost, localhostProfile: vm-none}}
YAML
"$swiftlet" apply -f /run/vm/apparmor.yaml >/dev/null
check "Pods run with AppArmor" "$swiftlet" wait --for=condition=Ready pod/armoured pod/by-runc --timeout 120s
until_true() { # COMMAND…
    for _ in $(seq 60); do
        "$@" && return
        sleep 1
    done
    return 1
}
all_began() { [ "$(find /run/vm/terms -name '*.pid' | wc -l)" = 5 ]; }
check "their containers begin" until_true all_began
said() { "$swiftlet" logs armoured -c "$1" 2>/dev/null; }
default="swiftlet-default (enforce)"
check "a container that says nothing is confined, and may neither mount nor write to the kernel" \
    test "$(said silent | grep -v : )" = "$default"
check "and so is one that asks for it" test "$(said named | grep -v :)" = "$default"
check "an unconfined one may do both" test "$(said free | grep -v :)" = "$(printf 'unconfined\nwrites\nmounts')"
check "a privileged one too" test "$(said privileged | head -n 1)" = unconfined
check "a profile of the machine's applies" test "$(said local | head -n 1)" = "vm-local (enforce)"
check "runc gives the profile as crun does" test "$("$swiftlet" logs by-runc)" = "$default"
reason_of() {
    "$swiftlet" get pod "$1" -o json | python3 -c '
import json, sys
for status in json.load(sys.stdin)["status"].get("containerStatuses", []):
    waiting = status.get("state", {}).get("waiting", {})
    print(waiting.get("reason", "") + ": " + waiting.get("message", ""))'
}
is_refused() { [[ "$(reason_of "$1")" == "CreateContainerError: $2"* ]]; }
check "one that is not loaded is told" until_true is_refused unloaded "apparmor profile not found vm-none"

in_pod() { "$swiftlet" exec armoured -c "$1" -- "${@:2}"; }
check "a command in a confined container is confined too" \
    test "$(in_pod named cat /proc/self/attr/current)" = "$default"
check "one in an unconfined container is not" test "$(in_pod free cat /proc/self/attr/current)" = unconfined
echo x >/run/vm/forbidden
"$swiftlet" cp /run/vm/forbidden armoured:/tmp/allowed -c local >/dev/null
! "$swiftlet" cp /run/vm/forbidden armoured:/tmp/forbidden -c local >/dev/null 2>&1
check "a file is not copied where the profile forbids it" test $? = 0
check "and is elsewhere" test "$(in_pod local sh -c 'cd /tmp; ls; cat allowed')" = "$(printf 'allowed\nx')"
in_pod silent sh -c 'kill -TERM $(cat /terms/named.pid)'
check "containers of one profile signal each other" until_true test -s /run/vm/terms/named
check "and no others" test "$(in_pod silent sh -c 'kill -TERM $(cat /terms/free.pid) 2>&1' 2>/dev/null)" = \
    "sh: can't kill pid $(cat /run/vm/terms/free.pid): Permission denied"
rm -f /run/vm/terms/named
"$swiftlet" delete pod armoured by-runc unloaded --grace-period 20 --timeout 60s >/dev/null
for name in silent named free local privileged; do
    check "SIGTERM reached $name" test -s /run/vm/terms/$name
done

# Without the program that loads profiles.
mv /usr/sbin/apparmor_parser /run/vm/
printf swiftlet-default >/sys/kernel/security/apparmor/.remove
cat >/run/vm/bare.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: bare}
spec:
  restartPolicy: Never
  containers:
  - name: main
    image: busybox
    command: [cat, /proc/self/attr/current]
---
apiVersion: v1
kind: Pod
metadata: {name: strict}
spec:
  terminationGracePeriodSeconds: 1
  securityContext: {appArmorProfile: {type: RuntimeDefault}}
  containers: [{name: main, image: busybox, command: ["true"]}]
YAML
"$swiftlet" apply -f /run/vm/bare.yaml >/dev/null
ended() { "$swiftlet" get pod "$1" -o json | grep -q '"phase": "Succeeded"'; }
until_true ended bare
check "without apparmor_parser containers that say nothing run" test "$("$swiftlet" logs bare)" = unconfined
check "and those that ask for the default profile are told what is missing" until_true is_refused strict \
    "apparmor is not supported: apparmor_parser is missing, install apparmor"
"$swiftlet" delete pod bare strict --timeout 60s >/dev/null
mv /run/vm/apparmor_parser /usr/sbin/
