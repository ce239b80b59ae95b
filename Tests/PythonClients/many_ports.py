"""Many connections to many ports at once, each of which is ended by half and then gives back all.
Arguments: KUBECTL POD PORTS CONNECTIONS, where the Pod echoes on 9000 and so many ports from there."""
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

kubectl, pod, ports, connections = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])


def echo(remote, local, number):
    payload = f"{remote} {number} ".encode() * 3000
    with socket.create_connection(("127.0.0.1", local), timeout=60) as client:
        # The answer is read meanwhile: neither side has room for all of it.
        sender.submit(lambda: (client.sendall(payload), client.shutdown(socket.SHUT_WR)))
        said = b""
        while piece := client.recv(65536):
            said += piece
    assert said == payload, (remote, number, len(said), len(payload))


forward = subprocess.Popen(
    [kubectl, "port-forward", pod] + [f":{9000 + index}" for index in range(ports)],
    stdout=subprocess.PIPE, text=True)
try:
    found = {}
    while len(found) < ports:
        line = forward.stdout.readline()
        assert line, "port-forward ended"
        if match := re.match(r"Forwarding from 127\.0\.0\.1:(\d+) -> (\d+)", line):
            found[int(match[2])] = int(match[1])
    count = ports * connections
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(count) as sender:
        # "Handling connection", which nobody wants.
        reader.submit(lambda: sum(1 for _ in forward.stdout))
        with ThreadPoolExecutor(count) as pool:
            for done in [pool.submit(echo, remote, local, number)
                         for remote, local in found.items() for number in range(connections)]:
                done.result()
        forward.terminate()
finally:
    forward.kill()
print("done")
