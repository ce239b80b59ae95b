#!/usr/bin/env python3
"""Measures Swiftlet: bench.py SWIFTLET [--runs N] [--pods N] [--bench-api PROGRAM [--only-api]].

The figures of the tutorial's Pod are taken through the API's unix socket, so that no client's start-up
is in them; those of the API over HTTPS, by bench-api.
"""
import argparse
import bench_logs
import http.client
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import bench_lifecycle
import bench_volumes
import bench_streams

PROJECT = pathlib.Path(__file__).resolve().parent.parent
IMAGE = "docker.io/library/busybox:latest"


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


class API:
    def __init__(self, path):
        self.path = path

    def request(self, method, path, body=None):
        connection = UnixConnection(self.path)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        response = connection.getresponse()
        data = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{method} {path}: {response.status} {data[:300]!r}")
        return json.loads(data)

    def stream(self, path):
        connection = UnixConnection(self.path)
        connection.request("GET", path, headers={"Accept": "application/json"})
        response = connection.getresponse()
        if response.status >= 300:
            raise RuntimeError(f"GET {path}: {response.status} {response.read()[:300]!r}")
        return response


def tutorial_manifest():
    """The tutorial's manifest, with the image that is there instead of the newest."""
    text = (PROJECT / "examples/sidecar-pod.yaml").read_text()
    policy = r"\1\2image: busybox\n\1{}imagePullPolicy: IfNotPresent"
    text = re.sub(r"^( *)(- )image: busybox$", policy.format("  "), text, flags=re.M)
    return re.sub(r"^( *)()image: busybox$", policy.format(""), text, flags=re.M)


def tutorial_pod(swiftlet, root, name):
    """The tutorial's Pod as JSON, under another name."""
    text = tutorial_manifest()
    text = text.replace("name: sidecar-demo", f"name: {name}", 1)
    result = subprocess.run([swiftlet, "apply", "--root", root, "--dry-run=client", "-o", "json", "-f", "-"],
                            input=text, capture_output=True, text=True, check=True)
    pod = json.loads(result.stdout)
    pod["metadata"].pop("namespace", None)
    pod["metadata"].pop("annotations", None)
    return pod


def ready(pod):
    return any(c["type"] == "Ready" and c["status"] == "True"
               for c in pod.get("status", {}).get("conditions", []))


PODS = "/api/v1/namespaces/default/pods"


class Watch:
    """Follows all Pods and wakes whoever waits for one of them."""

    def __init__(self, api):
        listing = api.request("GET", PODS)
        version = listing["metadata"]["resourceVersion"]
        self.condition = threading.Condition()
        self.events = []
        self.response = api.stream(f"{PODS}?watch=true&resourceVersion={version}")
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while line := self.response.readline():
            event = json.loads(line)
            with self.condition:
                self.events.append((time.monotonic(), event["type"], event["object"]))
                self.condition.notify_all()

    def wait(self, what, timeout=60):
        deadline = time.monotonic() + timeout
        seen = 0
        with self.condition:
            while True:
                for event in self.events[seen:]:
                    if what(event[1], event[2]):
                        return event[0]
                seen = len(self.events)
                if not self.condition.wait(deadline - time.monotonic()):
                    raise TimeoutError("the Pod did not get there")


def run_once(api, pod, grace=1):
    """Milliseconds from the request to Ready, from the delete to gone, and the stages."""
    name = pod["metadata"]["name"]
    watch = Watch(api)
    start = time.monotonic()
    created = api.request("POST", PODS, pod)
    acknowledged = time.monotonic()
    uid = created["metadata"]["uid"]
    ready_at = watch.wait(lambda kind, o: o["metadata"].get("uid") == uid and ready(o))
    trace = api.request("GET", "/swiftlet/v1/status").get("startups", {}).get(uid, {})
    delete = time.monotonic()
    api.request("DELETE", f"{PODS}/{name}", {"gracePeriodSeconds": grace})
    gone = watch.wait(lambda kind, o: kind == "DELETED" and o["metadata"].get("uid") == uid)
    return (ready_at - start) * 1000, (gone - delete) * 1000, (acknowledged - start) * 1000, trace


def pss(process):
    """Proportional set size in MB."""
    try:
        for line in pathlib.Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def monitors(root):
    result = subprocess.run(["pgrep", "-f", f"swiftlet-monitor {root}/"], capture_output=True, text=True)
    return [int(p) for p in result.stdout.split()]


def log_latency(api, root, lines=300):
    """Milliseconds from a line written inside a container to the follower that has it."""
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "latency"},
           "spec": {"terminationGracePeriodSeconds": 0,
                    "volumes": [{"name": "pipe", "emptyDir": {}}],
                    "containers": [{"name": "main", "image": IMAGE, "imagePullPolicy": "IfNotPresent",
                                    "command": ["sh", "-c", "mkfifo /pipe/in; exec cat <>/pipe/in"],
                                    "volumeMounts": [{"name": "pipe", "mountPath": "/pipe"}]}]}}
    watch = Watch(api)
    uid = api.request("POST", PODS, pod)["metadata"]["uid"]
    watch.wait(lambda kind, o: o["metadata"].get("uid") == uid and ready(o))
    deadline = time.monotonic() + 10
    while not (found := list(pathlib.Path(root, "pods", uid).rglob("in"))):
        if time.monotonic() > deadline:
            raise TimeoutError("the container made no pipe")
        time.sleep(0.01)
    pipe = os.open(found[0], os.O_WRONLY)
    response = api.stream(f"{PODS}/latency/log?follow=true")
    samples = []
    for index in range(lines):
        start = time.monotonic()
        os.write(pipe, b"line %d\n" % index)
        response.readline()
        samples.append((time.monotonic() - start) * 1000)
        time.sleep(0.005)
    os.close(pipe)
    response.close()
    api.request("DELETE", f"{PODS}/latency", {"gracePeriodSeconds": 0})
    samples.sort()
    return statistics.median(samples), samples[int(len(samples) * 0.99)]


def many(api, swiftlet, root, daemon, count):
    """Seconds until `count` of the tutorial's Pods are ready, and the memory they take."""
    watch = Watch(api)
    pods = [tutorial_pod(swiftlet, root, f"many-{index}") for index in range(count)]
    start = time.monotonic()
    uids = [api.request("POST", PODS, pod)["metadata"]["uid"] for pod in pods]
    for uid in uids:
        watch.wait(lambda kind, o: o["metadata"].get("uid") == uid and ready(o), timeout=180)
    seconds = time.monotonic() - start
    time.sleep(3)
    processes = monitors(root)
    total = sum(map(pss, processes))
    memory = pss(daemon)
    for pod in pods:
        api.request("DELETE", f"{PODS}/{pod['metadata']['name']}", {"gracePeriodSeconds": 1})
    for uid in uids:
        watch.wait(lambda kind, o: kind == "DELETED" and o["metadata"].get("uid") == uid, timeout=180)
    return seconds, memory, total, len(processes)


def busybox_layout(swiftlet, folder):
    rootfs = folder / "busybox"
    (rootfs / "bin").mkdir(parents=True)
    shutil.copy(shutil.which("busybox"), rootfs / "bin/busybox")
    for applet in subprocess.run(["busybox", "--list"], capture_output=True, text=True).stdout.split():
        if applet != "busybox":
            (rootfs / "bin" / applet).symlink_to("busybox")
    subprocess.run([swiftlet, "images", "from-rootfs", rootfs, "--tag", IMAGE, "--cmd", "sh",
                    "--to", f"oci:{folder}/images"], check=True, capture_output=True)
    return rootfs


def row(name, value, unit, note=""):
    print(f"  {name:<44}{value:>10} {unit:<5} {note}".rstrip(), flush=True)


def bench_swiftlet(swiftlet, options, folder):
    root = folder / "root"
    daemon = subprocess.Popen(
        [swiftlet, "serve", "--root", root, "--listen", "127.0.0.1:0",
         "--registry-mirror", f"docker.io=oci:{folder}/images"]
        + (["--runtime", options.runtime] if options.runtime else []),
        stdout=subprocess.DEVNULL, stderr=open(folder / "daemon.log", "w"))
    try:
        start = time.monotonic()
        subprocess.run([swiftlet, "status", "--root", root, "--wait"], check=True, capture_output=True)
        started = time.monotonic() - start
        api = API(f"{root}/run/swiftlet.sock")
        status = api.request("GET", "/swiftlet/v1/status")
        runtime = status.get("ociRuntime", {})
        print(f"swiftlet {status.get('version')}, {runtime.get('name')} {runtime.get('version')}, "
              f"cgroup v{status.get('cgroup', {}).get('version')}, {os.cpu_count()} cores")
        row("daemon, first start to ready", f"{started * 1000:.0f}", "ms")
        subprocess.run([swiftlet, "pull", "--root", root, "busybox"], check=True, capture_output=True)
        time.sleep(2)
        row("daemon, idle (PSS)", f"{pss(daemon.pid):.1f}", "MB")

        pod = tutorial_pod(swiftlet, root, "bench")
        run_once(api, pod)
        runs = [run_once(api, pod) for _ in range(options.runs)]
        row(f"request to Pod ready, median of {options.runs}",
            f"{statistics.median(r[0] for r in runs):.0f}", "ms",
            f"(best {min(r[0] for r in runs):.0f}, worst {max(r[0] for r in runs):.0f})")
        row("  of it: API, object durable", f"{statistics.median(r[2] for r in runs):.1f}", "ms")
        stages = {}
        for run in runs:
            for stage in run[3].get("stages", []):
                stages.setdefault(stage["name"], []).append(
                    (stage["offset"] / 1000, stage["duration"] / 1000))
        for name, values in stages.items():
            begin = statistics.median(v[0] for v in values)
            length = statistics.median(v[1] for v in values)
            row(f"  {name}", f"{length:.1f}", "ms", f"(from {begin:.1f} ms)")
        row("delete to gone, grace 1", f"{statistics.median(r[1] for r in runs):.0f}", "ms",
            "(sh as process 1 ignores TERM; Kubernetes' minimum is 2 s)")

        bench_volumes.report(api, root, IMAGE, row)

        median, p99 = log_latency(api, root)
        row("log line to follower, median", f"{median:.2f}", "ms", f"(p99 {p99:.2f})")
        bench_logs.measure(sys.modules[__name__], api, root, daemon.pid)

        for name, value, unit, note in bench_streams.bench(api, f"{root}/run/swiftlet.sock"):
            row(name, f"{value:.1f}", unit, f"({note})")

        before = pss(daemon.pid)
        seconds, memory, total, count = many(api, swiftlet, root, daemon.pid, 1)
        row("1 Pod: daemon's growth (PSS)", f"{memory - before:.1f}", "MB")
        row("each container: its monitor (PSS)", f"{total / max(count, 1):.2f}", "MB")
        seconds, memory, total, count = many(api, swiftlet, root, daemon.pid, options.pods)
        row(f"{options.pods} Pods, request to all ready", f"{seconds:.1f}", "s")
        row(f"{options.pods} Pods: daemon and {count} monitors (PSS)", f"{memory + total:.1f}", "MB")
        bench_lifecycle.run(sys.modules[__name__], api, root, daemon.pid, options.runs)
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(20)
        subprocess.run([swiftlet, "teardown", "--root", root], check=True, capture_output=True)


def start_daemon(options, root, log):
    """A daemon, and the seconds until it was ready."""
    start = time.monotonic()
    daemon = subprocess.Popen([options.swiftlet, "serve", "--root", root, "--listen", "127.0.0.1:0"],
                              stdout=subprocess.DEVNULL, stderr=log)
    subprocess.run([options.swiftlet, "status", "--root", root, "--wait"], check=True, capture_output=True)
    return daemon, time.monotonic() - start


def bench_api(options, folder):
    """The API alone: thousands of Pods that wait for their scheduling gate."""
    root = folder / "api"
    with open(folder / "api.log", "w") as log:
        daemon, _ = start_daemon(options, root, log)
        try:
            print("API over HTTPS")
            subprocess.run([options.bench_api, "--kubeconfig", f"{root}/kubeconfig",
                            "--objects", str(options.objects)], check=True)
            starts = []
            for _ in range(3):
                daemon.send_signal(signal.SIGTERM)
                daemon.wait(20)
                daemon, started = start_daemon(options, root, log)
                starts.append(started)
            row(f"start with {options.objects} Pods to ready, median of 3",
                f"{statistics.median(starts) * 1000:.0f}", "ms")
        finally:
            daemon.send_signal(signal.SIGTERM)
            daemon.wait(20)
            subprocess.run([options.swiftlet, "teardown", "--root", root], check=True, capture_output=True)


def bench_podman(folder, rootfs, runs):
    # Limits and a runtime that a machine without CAP_SYS_RESOURCE and with hybrid cgroups takes.
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    settings = folder / "containers.conf"
    settings.write_text(f'[containers]\ndefault_ulimits = ["nofile={limit}:{limit}", "nproc=4096:4096"]\n'
                        '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n')
    os.environ["CONTAINERS_CONF"] = str(settings)
    print(subprocess.run(["podman", "--version"], capture_output=True, text=True).stdout.strip())
    tar = subprocess.Popen(["tar", "-C", rootfs, "-c", "."], stdout=subprocess.PIPE)
    subprocess.run(["podman", "import", "-q", "--change", 'CMD ["sh"]', "--change", "ENV PATH=/bin", "-", IMAGE],
                   stdin=tar.stdout, check=True, capture_output=True)
    manifest = folder / "pod.yaml"
    manifest.write_text(tutorial_manifest())
    starts, removals, failures = [], [], 0
    for _ in range(runs):
        begin = time.monotonic()
        played = subprocess.run(["podman", "kube", "play", manifest], capture_output=True, text=True,
                                timeout=180)
        starts.append(time.monotonic() - begin)
        running = subprocess.run(["podman", "ps", "--format", "{{.Names}}"], capture_output=True, text=True)
        failures += played.returncode != 0 or running.stdout.count("log") < 2
        if failures == runs:
            print(f"  podman runs nothing here: {played.stderr.strip()}")
            return
        begin = time.monotonic()
        subprocess.run(["podman", "pod", "rm", "-f", "-t", "1", "sidecar-demo"], capture_output=True, timeout=180)
        removals.append(time.monotonic() - begin)
    row(f"kube play, median of {runs}", f"{statistics.median(starts) * 1000:.0f}", "ms",
        f"({failures} of {runs} ended without both containers running)" if failures else "")
    row("pod rm, grace 1", f"{statistics.median(removals) * 1000:.0f}", "ms")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("swiftlet")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--pods", type=int, default=20)
    parser.add_argument("--runtime")
    parser.add_argument("--bench-api", help="the program; without it the API is not measured")
    parser.add_argument("--only-api", action="store_true")
    parser.add_argument("--objects", type=int, default=10_000, help="Pods in the API's part")
    options = parser.parse_args()
    options.swiftlet = os.path.abspath(options.swiftlet)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="swiftlet-bench-"))
    try:
        if not options.only_api:
            rootfs = busybox_layout(options.swiftlet, folder)
            bench_swiftlet(options.swiftlet, options, folder)
        if options.bench_api:
            bench_api(options, folder)
        if options.only_api:
            return
        if shutil.which("docker-registry") and shutil.which("skopeo"):
            subprocess.run([sys.executable, PROJECT / "scripts/bench_images.py", options.swiftlet])
        if shutil.which("podman"):
            bench_podman(folder, rootfs, 3)
        else:
            print("podman is not installed: apt-get install podman, and it is measured in the same run")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
