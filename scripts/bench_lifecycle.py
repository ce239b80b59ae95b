"""The part of bench.py about the lives of containers: restarts, probes, deletions.

Alone: bench_lifecycle.py SWIFTLET [--runs N] [--probed N].
"""
import argparse
import http.server
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

OBEDIENT = "trap 'exit 0' TERM; sleep 100000 & wait"


def pod(name, script, image, **container):
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name},
            "spec": {"terminationGracePeriodSeconds": 5, "automountServiceAccountToken": False,
                     "volumes": [{"name": "pipe", "emptyDir": {}}],
                     "containers": [{"name": "main", "image": image, "imagePullPolicy": "IfNotPresent",
                                     "command": ["sh", "-c", script],
                                     "volumeMounts": [{"name": "pipe", "mountPath": "/pipe"}]} | container]}}


def main_status(pod):
    return (pod.get("status", {}).get("containerStatuses") or [{}])[0]


def start(bench, api, watch, manifest):
    uid = api.request("POST", bench.PODS, manifest)["metadata"]["uid"]
    watch.wait(lambda kind, o: o["metadata"].get("uid") == uid and bench.ready(o), timeout=180)
    return uid


def remove(bench, api, watch, uid, name):
    api.request("DELETE", f"{bench.PODS}/{name}")
    return watch.wait(lambda kind, o: kind == "DELETED" and o["metadata"].get("uid") == uid, timeout=180)


def restart(bench, api, root):
    """Milliseconds from the end of a container to the status that says that the next one runs."""
    watch = bench.Watch(api)
    uid = start(bench, api, watch, pod("restart", OBEDIENT, bench.IMAGE))
    status = main_status(api.request("GET", f"{bench.PODS}/restart"))
    container = status["containerID"].split("//")[1]
    process = int(pathlib.Path(root, "run/containers", container, "pid").read_text())
    begin = time.monotonic()
    os.kill(process, signal.SIGKILL)
    end = watch.wait(lambda kind, o: o["metadata"].get("uid") == uid and main_status(o).get("restartCount") == 1
                     and "running" in main_status(o)["state"])
    remove(bench, api, watch, uid, "restart")
    return (end - begin) * 1000


class Health(http.server.BaseHTTPRequestHandler):
    status = 200
    failed_at = None

    def do_GET(self):
        if Health.status != 200 and Health.failed_at is None:
            Health.failed_at = time.monotonic()
        self.send_response(Health.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def kill_by_probe(bench, api, root, port):
    """Milliseconds from a failed answer to the TERM that the container gets."""
    Health.status, Health.failed_at = 200, None
    watch = bench.Watch(api)
    script = "trap 'echo TERM > /pipe/out; exit 0' TERM; mkfifo /pipe/out; sleep 100000 & wait"
    # On a busy machine an answer may be late, which is not the failure that is meant.
    probe = {"httpGet": {"host": "127.0.0.1", "port": port}, "periodSeconds": 1, "failureThreshold": 1,
             "timeoutSeconds": 30}
    uid = start(bench, api, watch, pod("probed", script, bench.IMAGE, livenessProbe=probe))
    while not (pipes := list(pathlib.Path(root, "pods", uid).rglob("out"))):  # It runs, and may be about to.
        time.sleep(0.01)
    told = []

    def read():
        with open(pipes[0]) as file:
            file.readline()
            told.append(time.monotonic())

    reader = threading.Thread(target=read)
    reader.start()
    Health.status = 500
    reader.join(30)
    Health.status = 200
    remove(bench, api, watch, uid, "probed")
    return (told[0] - Health.failed_at) * 1000


def delete(bench, api):
    """Milliseconds from the request to the object's end, for a container that obeys TERM."""
    watch = bench.Watch(api)
    uid = start(bench, api, watch, pod("deleted", OBEDIENT, bench.IMAGE))
    begin = time.monotonic()
    return (remove(bench, api, watch, uid, "deleted") - begin) * 1000


def cpu_seconds(process):
    """Of the process and of those it has waited for."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def probed_pods(bench, api, daemon, count, seconds, probe):
    """Share of a core that the daemon takes for `count` Pods with two probes each."""
    watch = bench.Watch(api)
    # Late answers of a busy machine would restart containers, the cost of which is not meant.
    probes = {kind: probe | {"timeoutSeconds": 10} for kind in ("livenessProbe", "readinessProbe") if probe}
    uids = {}
    for index in range(count):
        name = f"idle-{index}"
        manifest = pod(name, "mkdir /www; touch /www/ok; exec httpd -f -p 8080 -h /www", bench.IMAGE, **probes)
        manifest["spec"]["terminationGracePeriodSeconds"] = 0
        uids[name] = api.request("POST", bench.PODS, manifest)["metadata"]["uid"]
    for uid in uids.values():
        watch.wait(lambda kind, o: o["metadata"].get("uid") == uid and bench.ready(o), timeout=300)
    time.sleep(3)
    before = cpu_seconds(daemon)
    begin = time.monotonic()
    time.sleep(seconds)
    share = (cpu_seconds(daemon) - before) / (time.monotonic() - begin)
    for name in uids:
        api.request("DELETE", f"{bench.PODS}/{name}", {"gracePeriodSeconds": 0})
    for uid in uids.values():
        watch.wait(lambda kind, o: kind == "DELETED" and o["metadata"].get("uid") == uid, timeout=300)
    return share * 100


def run(bench, api, root, daemon, runs, probed=100, seconds=20):
    def median(name, goal, samples):
        bench.row(f"{name}, median of {len(samples)}", f"{statistics.median(samples):.0f}", "ms",
                  f"(best {min(samples):.0f}, worst {max(samples):.0f}; goal {goal})")

    median("end of a container to its restart", 50, [restart(bench, api, root) for _ in range(runs)])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Health)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    median("failed probe to TERM", 20, [kill_by_probe(bench, api, root, port) for _ in range(runs)])
    server.shutdown()
    median("delete to gone, TERM obeyed", 100, [delete(bench, api) for _ in range(runs)])
    kinds = [("no probes", None), ("two http probes each", {"httpGet": {"port": 8080, "path": "/ok"}}),
             ("two exec probes each", {"exec": {"command": ["true"]}})]
    for name, probe in kinds:
        share = probed_pods(bench, api, daemon, probed, seconds, probe)
        bench.row(f"{probed} idle Pods, {name}", f"{share:.1f}", "%", "of one core, period 10 s")


def main():
    import bench
    parser = argparse.ArgumentParser()
    parser.add_argument("swiftlet")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--probed", type=int, default=100, help="Pods with probes")
    options = parser.parse_args()
    options.swiftlet = os.path.abspath(options.swiftlet)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="swiftlet-bench-"))
    root = folder / "root"
    bench.busybox_layout(options.swiftlet, folder)
    daemon = subprocess.Popen([options.swiftlet, "serve", "--root", root, "--listen", "127.0.0.1:0",
                               "--registry-mirror", f"docker.io=oci:{folder}/images"],
                              stdout=subprocess.DEVNULL, stderr=open(folder / "daemon.log", "w"))
    try:
        subprocess.run([options.swiftlet, "status", "--root", root, "--wait"], check=True, capture_output=True)
        run(bench, bench.API(f"{root}/run/swiftlet.sock"), root, daemon.pid, options.runs, options.probed)
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(20)
        subprocess.run([options.swiftlet, "teardown", "--root", root], check=True, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
