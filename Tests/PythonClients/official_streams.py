"""Streams of the official Python client: exec, attach, logs, ports and copies by tar. KUBECONFIG says
where."""
import io
import json
import os
import tarfile
import time
from concurrent.futures import ThreadPoolExecutor

from kubernetes import client, config, watch
from kubernetes.client.exceptions import ApiException
from kubernetes.stream import portforward, stream

config.load_kube_config()
core = client.CoreV1Api()
NAMESPACE, POD = "default", "talks"
PATIENCE = 30
STDIN, STDOUT, ERROR, RESIZE = 0, 1, 3, 4


def make_pod():
    core.create_namespaced_pod(NAMESPACE, {
        "metadata": {"name": POD},
        "spec": {
            "terminationGracePeriodSeconds": 0,
            "containers": [
                {"name": "main", "image": "busybox", "command": [
                    "sh", "-c", "mkdir /www; echo page > /www/index.html; "
                    "dd if=/dev/zero of=/www/big bs=1M count=5 2>/dev/null; "
                    "httpd -p 8080 -h /www; echo serving; exec sleep 1000"]},
                {"name": "cat", "image": "busybox", "stdin": True, "command": ["cat"]},
                {"name": "shell", "image": "busybox", "stdin": True, "tty": True,
                 "command": ["sh", "-c", "while :; do sh; done"]},
            ]}})
    ready = watch.Watch()
    for event in ready.stream(
            core.list_namespaced_pod, NAMESPACE, field_selector=f"metadata.name={POD}",
            timeout_seconds=60):
        conditions = event["object"].status.conditions or []
        if any(c.type == "Ready" and c.status == "True" for c in conditions):
            ready.stop()


def open_exec(command, container="main", api=core, **options):
    return stream(
        api.connect_get_namespaced_pod_exec, POD, NAMESPACE, container=container, command=command,
        _preload_content=False,
        **{"stdin": True, "stdout": True, "stderr": True, "tty": False, **options})


def open_attach(container, tty=False):
    return stream(
        core.connect_get_namespaced_pod_attach, POD, NAMESPACE, container=container, stdin=True,
        stdout=True, stderr=not tty, tty=tty, _preload_content=False)


def read_until(talk, is_enough, said=None):
    said, deadline = said or talk.newline[:0], time.monotonic() + PATIENCE
    while not is_enough(said):
        assert talk.is_open() and time.monotonic() < deadline, said
        said += talk.read_channel(STDOUT, timeout=PATIENCE)
    return said


def to_the_end(talk):
    """All of the output of one that ends by itself."""
    talk.run_forever(timeout=PATIENCE)
    assert not talk.is_open()
    return talk.read_channel(STDOUT)


def input_ends_and_codes_come_back():
    talk = open_exec(["sh", "-c", "wc -c; exit 7"])
    assert talk.subprotocol == "v5.channel.k8s.io", talk.subprotocol
    talk.write_stdin("12345")
    talk.close_channel(STDIN)
    assert to_the_end(talk) == "5\n"
    assert talk.returncode == 7
    lost = open_exec(["no-such-program"], stdin=False)
    to_the_end(lost)
    assert "executable file not found in $PATH" in lost.read_channel(ERROR)
    try:
        open_exec(["true"], container="nope")
    except ApiException as error:
        assert "400" in error.reason and "container nope is not valid" in error.reason, error
    else:
        raise AssertionError("a container that is not there was found")


def bytes_stay_what_they_are():
    sent, said = os.urandom(1 << 20), None
    talk = open_exec(["cat"], binary=True)
    for start in range(0, len(sent), 1 << 15):
        talk.write_stdin(sent[start:start + (1 << 15)])
        # Both ways at once, as long as neither has to wait for the other.
        said = read_until(talk, lambda said: len(said) > start - (1 << 15), said)
    talk.close_channel(STDIN)
    said += to_the_end(talk)
    assert said == sent and talk.returncode == 0


def terminals_have_a_size():
    talk = open_exec(["sh"], tty=True)
    talk.write_channel(RESIZE, json.dumps({"Width": 91, "Height": 33}))
    talk.write_stdin("until stty size | grep '33 91'; do :; done; tty; exit 3\n")
    said = to_the_end(talk)
    assert "33 91" in said and "/dev/pts/" in said, said
    assert talk.returncode == 3


def many_at_once():
    def number(count):
        return to_the_end(open_exec(
            ["echo", str(count)], stdin=False, api=client.CoreV1Api(client.ApiClient())))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(number, range(16))) == [f"{n}\n" for n in range(16)]


def attached_clients_share_a_container():
    first, second = open_attach("cat"), open_attach("cat")
    # Who comes later has what is written later.
    while not second.peek_stdout(timeout=0.1):
        first.write_stdin("ping\n")
    for talk in (first, second):
        read_until(talk, lambda said: "ping\n" in said)
    first.close()
    second.write_stdin("pong\n")
    read_until(second, lambda said: "pong\n" in said)
    second.close()
    shell = open_attach("shell", tty=True)
    shell.write_stdin("echo sum-$((40+2))\n")
    read_until(shell, lambda said: "sum-42" in said)
    shell.close()


def logs_are_followed():
    log = core.read_namespaced_pod_log(
        POD, NAMESPACE, container="main", follow=True, tail_lines=1, _preload_content=False)
    pieces = log.stream()
    assert next(pieces) == b"serving\n"
    to_the_end(open_exec(["sh", "-c", "echo late > /proc/1/fd/1"], stdin=False))
    assert next(pieces) == b"late\n"
    log.close()
    for line in watch.Watch().stream(
            core.read_namespaced_pod_log, POD, NAMESPACE, container="main", since_seconds=1000):
        assert line == "serving", line
        break
    assert core.read_namespaced_pod_log(
        POD, NAMESPACE, container="main", limit_bytes=4).startswith("serv")
    stamped = core.read_namespaced_pod_log(POD, NAMESPACE, container="main", timestamps=True)
    assert stamped.splitlines()[0].endswith("Z serving"), stamped


def ports_are_reached():
    ports = portforward(
        core.connect_get_namespaced_pod_portforward, POD, NAMESPACE, ports="8080,9")
    sock = ports.socket(8080)
    sock.settimeout(PATIENCE)
    sock.sendall(b"GET /index.html HTTP/1.0\r\n\r\n")
    answer = b""
    while piece := sock.recv(65536):
        answer += piece
    assert answer.endswith(b"\r\n\r\npage\n"), answer
    refused = ports.socket(9)
    refused.settimeout(PATIENCE)
    assert refused.recv(1) == b""
    assert "connection refused" in ports.error(9) and ports.error(8080) is None
    ports.close()
    ports = portforward(core.connect_get_namespaced_pod_portforward, POD, NAMESPACE, ports="8080")
    sock = ports.socket(8080)
    sock.settimeout(PATIENCE)
    sock.sendall(b"GET /big HTTP/1.0\r\n\r\n")
    count = 0
    while piece := sock.recv(1 << 20):
        count += len(piece)
    assert count > 5 << 20, count


def files_are_copied_by_tar():
    packed, content = io.BytesIO(), os.urandom(300_000)
    with tarfile.open(fileobj=packed, mode="w") as archive:
        entry = tarfile.TarInfo("copied/data")
        entry.size, entry.mode = len(content), 0o640
        archive.addfile(entry, io.BytesIO(content))
        entry = tarfile.TarInfo("copied/link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "data"
        archive.addfile(entry)
    talk = open_exec(["tar", "xf", "-", "-C", "/tmp"], binary=True)
    data = packed.getvalue()
    for start in range(0, len(data), 1 << 16):
        talk.write_stdin(data[start:start + (1 << 16)])
    talk.close_channel(STDIN)
    assert to_the_end(talk) == b"" and talk.returncode == 0
    back = to_the_end(open_exec(["tar", "cf", "-", "-C", "/tmp", "copied"], stdin=False, binary=True))
    with tarfile.open(fileobj=io.BytesIO(back)) as archive:
        assert archive.extractfile("copied/data").read() == content
        assert archive.getmember("copied/data").mode & 0o777 == 0o640
        assert archive.getmember("copied/link").linkname == "data"


make_pod()
for step in [input_ends_and_codes_come_back, bytes_stay_what_they_are, terminals_have_a_size,
             many_at_once, attached_clients_share_a_container, logs_are_followed,
             ports_are_reached, files_are_copied_by_tar]:
    print(step.__name__, flush=True)
    step()
print("done")
