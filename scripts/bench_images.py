#!/usr/bin/env python3
"""Measures images: bench_images.py SWIFTLET [--runs N] [--megabytes N] [--image FOLDER].

Pulls and unpacks an image of 10 layers from Debian's docker-registry on this machine, with Swiftlet, with
skopeo and tar, and, where it is installed, with containerd (ctr images pull), one after the other in one
run, so that the ratios hold whatever else the machine does. Then: a pull with nothing changed, memory while
pulling, and preparing a root file system. With --image, the image is made once and kept in FOLDER.
"""
import argparse
import hashlib
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tarfile
import tempfile
import threading
import time

LAYERS = 10


def run(*words, **options):
    return subprocess.run(
        words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options
    )


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def make_layers(folder, megabytes):
    """Files of many sizes that compress about as programs do."""
    source = random.Random(1)
    words = [source.randbytes(source.randint(3, 12)) for _ in range(4096)]
    for number in range(LAYERS):
        root = folder / f"layer{number}"
        left = megabytes * (1 << 20) // LAYERS
        count = 0
        while left > 0:
            size = min(left, int(source.paretovariate(0.9) * 4096), 16 << 20)
            text = bytearray()
            while len(text) < size:
                text += b"".join(source.choices(words, k=1024)) * source.randint(1, 3)
            path = root / f"d{number}" / f"{count % 64}" / f"f{count}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text[:size])
            left -= size
            count += 1
        if number == 0:
            (root / "bin").mkdir()
            shutil.copy(shutil.which("busybox"), root / "bin/busybox")
        yield root


def make_image(folder, megabytes):
    """An OCI layout with a gzip-compressed image."""
    layout = folder / "layout"
    blobs = layout / "blobs" / "sha256"
    blobs.mkdir(parents=True)

    def blob(data, kind):
        digest = hashlib.sha256(data).hexdigest()
        (blobs / digest).write_bytes(data)
        return {"mediaType": kind, "digest": f"sha256:{digest}", "size": len(data)}

    layers, diffs = [], []
    for root in make_layers(folder, megabytes):
        archive = folder / "layer.tar"
        with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
            tar.add(root, arcname=".")
        diffs.append("sha256:" + hashlib.sha256(archive.read_bytes()).hexdigest())
        packed = subprocess.run(
            ["gzip", "-nc", str(archive)], stdout=subprocess.PIPE, check=True
        ).stdout
        layers.append(blob(packed, "application/vnd.oci.image.layer.v1.tar+gzip"))
        archive.unlink()
        shutil.rmtree(root)
    config = blob(
        json.dumps(
            {
                "architecture": {"x86_64": "amd64", "aarch64": "arm64"}[os.uname().machine],
                "os": "linux", "config": {"Cmd": ["/bin/busybox", "sleep", "1000"]},
                "rootfs": {"type": "layers", "diff_ids": diffs},
            }
        ).encode(),
        "application/vnd.oci.image.config.v1+json",
    )
    manifest = blob(
        json.dumps({"schemaVersion": 2, "config": config, "layers": layers}).encode(),
        "application/vnd.oci.image.manifest.v1+json",
    )
    manifest["annotations"] = {"org.opencontainers.image.ref.name": "bench"}
    (layout / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [manifest]}))
    (layout / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    return layout, sum(layer["size"] for layer in layers)


def kept_image(folder, megabytes):
    """The image of an earlier run, or a new one."""
    layout = folder / "layout"
    if not (layout / "index.json").exists():
        folder.mkdir(exist_ok=True)
        return make_image(folder, megabytes)
    packed = [blob.stat().st_size for blob in (layout / "blobs/sha256").iterdir()]
    return layout, sum(packed)


class Registry:
    def __init__(self, folder):
        self.port = free_port()
        config = folder / "registry.yml"
        config.write_text(
            f"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {folder}/registry}}}}\n"
            f"http: {{addr: '127.0.0.1:{self.port}'}}\n"
        )
        self.process = subprocess.Popen(
            ["docker-registry", "serve", str(config)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        wait_for(lambda: socket.create_connection(("127.0.0.1", self.port), 1).close() or True)
        self.image = f"127.0.0.1:{self.port}/bench/image:1"

    def close(self):
        self.process.terminate()
        self.process.wait()


def wait_for(check, seconds=60):
    end = time.monotonic() + seconds
    while True:
        try:
            if check():
                return
        except OSError:
            pass
        if time.monotonic() > end:
            raise TimeoutError("it did not start")
        time.sleep(0.05)


def cpu_of(pid):
    """Seconds of processor time of a process and its threads."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Daemon:
    def __init__(self, swiftlet, folder):
        self.swiftlet = swiftlet
        self.root = folder / "swiftlet"
        self.process = subprocess.Popen(
            [swiftlet, "serve", "--root", str(self.root), "--listen", "127.0.0.1:0"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        run(swiftlet, "status", "--wait", "--root", str(self.root))

    def call(self, *words):
        return run(self.swiftlet, *words, "--root", str(self.root))

    def memory(self):
        """KiB that are the process's own."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("RssAnon"):
                return int(line.split()[1])

    def close(self):
        self.process.terminate()
        self.process.wait()
        run(self.swiftlet, "teardown", "--root", str(self.root))


class Peak(threading.Thread):
    """The highest value of what is looked at every 10 ms."""

    def __init__(self, look):
        super().__init__(daemon=True)
        self.look, self.peak, self.ended = look, 0, threading.Event()

    def run(self):
        while not self.ended.wait(0.01):
            self.peak = max(self.peak, self.look() or 0)

    def end(self):
        self.ended.set()
        self.join()
        return self.peak


def timed(body):
    start = time.monotonic()
    body()
    return time.monotonic() - start


def bench_swiftlet(daemon, registry, runs, idle):
    times, cpus, peaks = [], [], []
    for _ in range(runs):
        peak = Peak(daemon.memory)
        peak.start()
        cpu = cpu_of(daemon.process.pid)
        times.append(timed(lambda: daemon.call("pull", registry.image)))
        cpus.append(cpu_of(daemon.process.pid) - cpu)
        peaks.append(peak.end())
        again = [timed(lambda: daemon.call("pull", registry.image)) for _ in range(10)]
        daemon.call("rmi", registry.image)
    nothing = [timed(lambda: daemon.call("images", "--quiet")) for _ in range(10)]
    report("Swiftlet, pull and unpack", times, cpus)
    print(
        f"  memory while pulling: {(max(peaks) - idle) / 1024:.1f} MiB above idle ({idle / 1024:.1f} MiB)"
    )
    print(
        f"  pull with nothing changed: {statistics.median(again) * 1000:.1f} ms, "
        f"{(statistics.median(again) - statistics.median(nothing)) * 1000:.1f} ms more than listing images"
    )
    return statistics.median(times)


def bench_root_file_system(daemon, registry):
    """A Pod of ten init containers of the image, one after the other, and one more; its trace tells
    how long each root file system took."""
    def container(name, *command):
        return {
            "name": name, "image": registry.image, "imagePullPolicy": "IfNotPresent",
            "command": ["/bin/busybox", *command],
        }

    pod = {
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "bench", "namespace": "default"},
        "spec": {
            "terminationGracePeriodSeconds": 1,
            "initContainers": [container(f"i{number}", "true") for number in range(10)],
            "containers": [container("main", "sleep", "1000")],
        },
    }
    manifest = daemon.root / "bench.json"
    manifest.write_text(json.dumps(pod))
    daemon.call("pull", registry.image)
    # What the pull has left to be written is not what is measured.
    os.sync()
    daemon.call("apply", "-f", str(manifest))
    daemon.call("wait", "pod/bench", "--for=condition=Ready", "--timeout=60s")
    connection = http.client.HTTPConnection("localhost")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(daemon.root / "run/swiftlet.sock"))
    connection.request("GET", "/swiftlet/v1/status")
    startups = json.loads(connection.getresponse().read())["startups"]
    times = [
        stage["duration"] / 1000
        for trace in startups.values() for stage in trace["stages"]
        if stage["name"].startswith("rootfs ")
    ]
    daemon.call("delete", "pod", "bench")
    daemon.call("rmi", registry.image)
    print(
        f"Swiftlet, root file system of {LAYERS} layers: {statistics.median(times):.1f} ms "
        f"(best {min(times):.1f}, worst {max(times):.1f} of {len(times)})"
    )


def bench_skopeo(folder, registry, runs):
    times = []
    for _ in range(runs):
        target, rootfs = folder / "skopeo", folder / "rootfs"

        def pull():
            run(
                "skopeo", "--insecure-policy", "copy", "--src-tls-verify=false",
                f"docker://{registry.image}", f"dir:{target}",
            )
            manifest = json.loads((target / "manifest.json").read_text())
            for number, layer in enumerate(manifest["layers"]):
                place = rootfs / str(number)
                place.mkdir(parents=True)
                run("tar", "-xzf", str(target / layer["digest"].split(":")[1]), "-C", str(place))
            run("sync", "-f", str(rootfs))

        times.append(timed(pull))
        shutil.rmtree(target)
        shutil.rmtree(rootfs)
    report("skopeo copy, then tar, then sync", times)
    return statistics.median(times)


def bench_containerd(folder, registry, runs):
    if not shutil.which("containerd"):
        print("containerd is not installed: apt-get install containerd, and it is measured in the same run")
        return None
    config = folder / "containerd.toml"
    config.write_text(
        f'version = 2\nroot = "{folder}/containerd"\nstate = "{folder}/containerd-run"\n'
        f'[grpc]\naddress = "{folder}/containerd.sock"\n'
        'disabled_plugins = ["io.containerd.grpc.v1.cri"]\n'
    )
    process = subprocess.Popen(
        ["containerd", "--config", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    ctr = ("ctr", "--address", f"{folder}/containerd.sock")
    try:
        wait_for(lambda: subprocess.run([*ctr, "version"], capture_output=True).returncode == 0)
        times, cpus = [], []
        for _ in range(runs):

            def pull():
                run(*ctr, "images", "pull", "--plain-http", registry.image)
                run("sync", "-f", str(folder))

            cpu = cpu_of(process.pid)
            times.append(timed(pull))
            cpus.append(cpu_of(process.pid) - cpu)
            run(*ctr, "images", "rm", "--sync", registry.image)
        report("containerd, ctr images pull, then sync", times, cpus)
        return statistics.median(times)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def report(name, times, cpus=None):
    cpu = f", {statistics.median(cpus):.1f} s of processor time" if cpus else ""
    print(f"{name}: {statistics.median(times):.2f} s (fastest {min(times):.2f}){cpu}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("swiftlet")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=1024, help="of the unpacked image")
    parser.add_argument("--image", type=pathlib.Path, help="where the image is kept for other runs")
    options = parser.parse_args()
    swiftlet = os.path.abspath(options.swiftlet)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="swiftlet-bench-images-", dir="/var/tmp"))
    registry = daemon = None
    try:
        layout, packed = kept_image(options.image or folder, options.megabytes)
        registry = Registry(folder)
        run(
            "skopeo", "--insecure-policy", "copy", "--dest-tls-verify=false", f"oci:{layout}:bench",
            f"docker://{registry.image}",
        )
        if not options.image:
            shutil.rmtree(layout)
        print(
            f"an image of {options.megabytes} MiB in {LAYERS} layers, {packed >> 20} MiB packed, from a local docker-registry"
        )
        daemon = Daemon(swiftlet, folder)
        idle = daemon.memory()
        bench_root_file_system(daemon, registry)
        ours = bench_swiftlet(daemon, registry, options.runs, idle)
        others = {
            "skopeo and tar": bench_skopeo(folder, registry, options.runs),
            "containerd": bench_containerd(folder, registry, options.runs),
        }
        for name, other in others.items():
            if other:
                print(f"Swiftlet takes {ours / other:.2f} of the time of {name}")
    finally:
        if daemon:
            daemon.close()
        if registry:
            registry.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
