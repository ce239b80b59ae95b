"""The part of bench.py about logs: how fast they are written, read and packed, and what that costs."""
import os
import pathlib
import time

LINE = "0123456789abcdef" * 6 + "abc"
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(process):
    """Processor time that a process has taken, its own and the kernel's for it."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def writer_pod(name, image, megabytes, containers):
    """A Pod whose containers each write so much, say on a volume when they began and ended, and stay."""
    lines = megabytes * (1 << 20) // (len(LINE) + 1)
    script = ("read go < /mark/go; cut -d' ' -f1 /proc/uptime > /mark/$0.begin; "
              f"yes {LINE} | head -n {lines}; cut -d' ' -f1 /proc/uptime > /mark/$0.tmp; "
              "mv /mark/$0.tmp /mark/$0.end; exec sleep 100000")
    return lines, {
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": name, "annotations": {"swiftlet.io/log-max-files": "1000"}},
        "spec": {"terminationGracePeriodSeconds": 0, "volumes": [{"name": "mark", "emptyDir": {}}],
                 "initContainers": [{"name": "pipe", "image": image, "imagePullPolicy": "IfNotPresent",
                                     "command": ["mkfifo", "/mark/go"],
                                     "volumeMounts": [{"name": "mark", "mountPath": "/mark"}]}],
                 "containers": [{"name": f"c{index}", "image": image, "imagePullPolicy": "IfNotPresent",
                                 "command": ["sh", "-c", script, f"c{index}"],
                                 "volumeMounts": [{"name": "mark", "mountPath": "/mark"}]}
                                for index in range(containers)]}}


def find(folder, name, timeout=300):
    deadline = time.monotonic() + timeout
    while not (found := list(folder.rglob(name))):
        if time.monotonic() > deadline:
            raise TimeoutError(f"no container made {name}")
        time.sleep(0.01)
    return found[0]


class Written:
    """A Pod that has written its logs; `seconds` from the first beginning to the last end."""

    def __init__(self, bench, api, root, name, megabytes, containers):
        self.api, self.name = api, name
        watch = bench.Watch(api)
        self.lines, pod = writer_pod(name, bench.IMAGE, megabytes, containers)
        uid = self.uid = api.request("POST", bench.PODS, pod)["metadata"]["uid"]
        watch.wait(lambda kind, o: o["metadata"].get("uid") == uid and bench.ready(o), timeout=120)
        mark = find(pathlib.Path(root, "pods", uid), "go").parent
        # swiftlet-monitor's argument is the container's folder, and its log says whose it is.
        monitors = [p for p in bench.monitors(root) if uid in self.configuration(p)]
        before = sum(map(cpu_seconds, monitors))
        pipe = os.open(mark / "go", os.O_RDWR)
        os.write(pipe, b"go\n" * containers)
        ends = [float(find(mark, f"c{index}.end").read_text()) for index in range(containers)]
        begins = [float((mark / f"c{index}.begin").read_text()) for index in range(containers)]
        os.close(pipe)
        self.seconds = max(max(ends) - min(begins), 0.01)
        self.megabytes = megabytes * containers
        self.cpu = sum(map(cpu_seconds, monitors)) - before

    @staticmethod
    def configuration(process):
        try:
            folder = pathlib.Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")[1].decode()
            return pathlib.Path(folder, "monitor.conf").read_text()
        except (OSError, IndexError):
            return ""

    def read(self, pods, container, query=""):
        """Lines and seconds of reading one log to its last line."""
        start = time.monotonic()
        response = self.api.stream(f"{pods}/{self.name}/log?container={container}{query}")
        lines, wanted, size = 0, self.lines, 0
        while lines < wanted and (data := response.read1(1 << 20)):
            lines += data.count(b"\n")
            size += len(data)
        response.close()
        return lines, time.monotonic() - start, size / (1 << 20)

    def remove(self, bench):
        watch = bench.Watch(self.api)
        self.api.request("DELETE", f"{bench.PODS}/{self.name}", {"gracePeriodSeconds": 0})
        uid = self.uid
        watch.wait(lambda kind, o: kind == "DELETED" and o["metadata"].get("uid") == uid)


def measure(bench, api, root, daemon, megabytes=1024):
    """Prints the figures; `bench` is bench.py's module."""
    row = bench.row
    one = Written(bench, api, root, "log-one", megabytes, 1)
    row(f"{megabytes} MB of log by one container", f"{one.megabytes / one.seconds:.0f}", "MB/s")
    row("  monitor's processor time", f"{one.cpu / one.megabytes * 1000:.2f}", "ms/MB")
    before = cpu_seconds(daemon)
    lines, seconds, size = one.read(bench.PODS, "c0", "&follow=true")
    cpu = cpu_seconds(daemon) - before
    row("  follow it from its beginning", f"{size / seconds:.0f}", "MB/s",
        f"({one.lines - lines} of {one.lines} lines lost; daemon {cpu / size * 1000:.2f} ms/MB)")
    lines, seconds, _ = one.read(bench.PODS, "c0", "&tailLines=10")
    row("  its last 10 lines", f"{seconds * 1000:.1f}", "ms")
    folder = next(pathlib.Path(root, "log/pods").glob(f"*_log-one_{one.uid}")) / "c0"
    files = len(list(folder.iterdir()))
    before, start = cpu_seconds(daemon), time.monotonic()
    while len(list(folder.glob("*.gz"))) < files - 2 and time.monotonic() < start + 120:
        time.sleep(0.2)
    packed = sum(f.stat().st_size for f in folder.iterdir()) / (1 << 20)
    row("  packed", f"{packed:.0f}", "MB",
        f"(daemon {(cpu_seconds(daemon) - before) / one.megabytes * 1000:.2f} ms/MB in the background)")
    lines, seconds, size = one.read(bench.PODS, "c0", "&follow=true")
    row("  follow it packed", f"{size / seconds:.0f}", "MB/s",
        f"({one.lines - lines} of {one.lines} lines lost)")
    one.remove(bench)
    many = Written(bench, api, root, "log-many", max(1, megabytes // 40), 20)
    row(f"{many.megabytes} MB of log by 20 containers", f"{many.megabytes / many.seconds:.0f}", "MB/s")
    row("  monitors' processor time", f"{many.cpu / many.megabytes * 1000:.2f}", "ms/MB")
    lost = sum(many.lines - many.read(bench.PODS, f"c{index}", "&follow=true")[0] for index in range(20))
    row("  lines lost", f"{lost}", "")
    many.remove(bench)
