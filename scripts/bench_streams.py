"""exec and port-forward through the API's unix socket, for bench.py and by hand:
bench_streams.py SOCKET POD CONTAINER ADDRESS, where the Pod serves /big on port 8080."""
import base64
import os
import shutil
import socket
import statistics
import struct
import sys
import threading
import time


def web_socket(path, query, protocol):
    """Opens a WebSocket; returns the connection and what came with the answer."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(path)
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall(
        (f"GET {query} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
         f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
         f"Sec-WebSocket-Protocol: {protocol}\r\n\r\n").encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        piece = connection.recv(65536)
        if not piece:
            raise RuntimeError(answer)
        answer += piece
    head, _, rest = answer.partition(b"\r\n\r\n")
    if b" 101 " not in head.splitlines()[0]:
        raise RuntimeError(answer)
    return connection, rest


def exec_true(path, pod, container):
    """Seconds from the connection to the exit code of `true`."""
    begin = time.perf_counter()
    connection, said = web_socket(
        path, f"/api/v1/namespaces/default/pods/{pod}/exec?container={container}"
        "&stdout=true&command=true", "v4.channel.k8s.io")
    while b'"status":"Success"' not in said:
        piece = connection.recv(65536)
        if not piece:
            raise RuntimeError(said)
        said += piece
    taken = time.perf_counter() - begin
    connection.close()
    return taken


def drain(connection, limit=1 << 62):
    buffer = bytearray(1 << 20)
    count = 0
    while count < limit and (got := connection.recv_into(buffer)):
        count += got
    return count


REQUEST = b"GET /big HTTP/1.0\r\n\r\n"


def forwarded(path, pod, size):
    """Bytes a second of a file through a forwarded port."""
    connection, _ = web_socket(
        path, f"/api/v1/namespaces/default/pods/{pod}/portforward?ports=8080", "v4.channel.k8s.io")
    payload = b"\0" + REQUEST
    begin = time.perf_counter()
    connection.sendall(b"\x82" + bytes([0x80 | len(payload)]) + b"\0\0\0\0" + payload)
    count = drain(connection, size)
    taken = time.perf_counter() - begin
    connection.close()
    return count / taken


def relayed(address, size):
    """Bytes a second of the same through a bare relay on loopback."""
    listener = socket.create_server(("127.0.0.1", 0))

    def copy(source, target):
        buffer = bytearray(1 << 16)
        view = memoryview(buffer)
        try:
            while got := source.recv_into(buffer):
                target.sendall(view[:got])
            target.shutdown(socket.SHUT_WR)
        except OSError:
            # The client had enough.
            target.close()

    def relay():
        client, _ = listener.accept()
        pod = socket.create_connection((address, 8080))
        threading.Thread(target=copy, args=(client, pod), daemon=True).start()
        copy(pod, client)

    threading.Thread(target=relay, daemon=True).start()
    connection = socket.create_connection(listener.getsockname())
    begin = time.perf_counter()
    connection.sendall(REQUEST)
    count = drain(connection, size)
    taken = time.perf_counter() - begin
    connection.close()
    listener.close()
    return count / taken


def exec_rows(path, pods, container, runs=30):
    """Rows for the Pods by the names of their rows, which take turns: the machine's mood is in all."""
    times = {name: [] for name in pods}
    for run in range(runs + 1):
        for name, pod in pods.items():
            taken = exec_true(path, pod, container) * 1000
            # The first one of each warms up.
            if run:
                times[name].append(taken)
    first = None
    for name in pods:
        median = statistics.median(times[name])
        note = f"best {min(times[name]):.1f}"
        if first:
            note += f", {median / first:.2f} of the first"
        first = first or median
        yield name, median, "ms", note


def measure(path, pods, container, address):
    """Rows of name, value, unit and note; pods is for exec_rows, and the first has the port."""
    pod = next(iter(pods.values()))
    rows = list(exec_rows(path, pods, container))
    size = 200 << 20
    ratios, speeds = [], []
    for _ in range(5):
        # Side by side, so that the machine's mood is in both.
        bare = relayed(address, size)
        speed = forwarded(path, pod, size)
        ratios.append(speed / bare)
        speeds.append(speed / 1e6)
    return rows + [
        ("port-forward", statistics.median(speeds), "MB/s",
         f"{statistics.median(ratios) * 100:.0f} % of a bare TCP relay"),
    ]


POD = {
    "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "streams"},
    "spec": {
        "terminationGracePeriodSeconds": 0,
        "volumes": [{"name": "www", "emptyDir": {"medium": "Memory"}}],
        "containers": [{
            "name": "main", "image": "busybox",
            "volumeMounts": [{"name": "www", "mountPath": "/www"}],
            "command": ["sh", "-c", "dd if=/dev/zero of=/www/big bs=1M count=220 && "
                                    "exec httpd -f -p 8080 -h /www"],
        }]},
}


CLASSES = "/apis/node.k8s.io/v1/runtimeclasses"
CLASS = {"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "runc"},
         "handler": "runc"}


def quiet_pod(name, runtime):
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name},
            "spec": {"terminationGracePeriodSeconds": 0, "runtimeClassName": runtime,
                     "containers": [{"name": "main", "image": "busybox",
                                     "command": ["sleep", "100000"]}]}}


def wait(api, pod, is_there):
    while True:
        status = api.request("GET", f"/api/v1/namespaces/default/pods/{pod}").get("status", {})
        try:
            if is_there(status):
                return status
        except (KeyError, OSError):
            pass
        time.sleep(0.05)


def bench(api, path):
    """The same with a Pod of its own, through bench.py's API, and with one by runc where that is
    installed."""
    pods = "/api/v1/namespaces/default/pods"
    has_runc = shutil.which("runc", path="/usr/sbin:/usr/bin:/sbin:/bin:" + os.environ["PATH"])
    api.request("POST", pods, POD)
    named = {"exec of `true`, p50": "streams"}
    try:
        if has_runc:
            api.request("POST", CLASSES, CLASS)
            api.request("POST", pods, quiet_pod("streams-runc", "runc"))
            named["exec of `true` with runc, p50"] = "streams-runc"
            wait(api, "streams-runc", lambda status: status["containerStatuses"][0]["state"]["running"])
        status = wait(
            api, "streams", lambda status: not socket.create_connection((status["podIP"], 8080), 1).close())
        return measure(path, named, "main", status["podIP"])
    finally:
        for pod in named.values():
            api.request("DELETE", f"{pods}/{pod}")
        if has_runc:
            api.request("DELETE", f"{CLASSES}/runc")


if __name__ == "__main__":
    path, pod, container, address = sys.argv[1:5]
    for name, value, unit, note in measure(path, {"exec of `true`, p50": pod}, container, address):
        print(f"{name}: {value:.1f} {unit}, {note}")
