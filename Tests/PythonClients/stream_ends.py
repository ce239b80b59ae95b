"""Streams of each kind whose other end goes away. Arguments: ROOT POD [delete].

Opens one of each, says `open`, and with `delete` has the Pod deleted; else somebody ends the daemon
then. Each must be closed soon, also that of a client that has not read for a while. The Pod is that of
stream_rounds.py, with a container `shell` that has a terminal."""
import sys
import time

from raw_streams import Frames, Server, frame, read_until, until_closed, web_socket_headers

SERVER = Server(sys.argv[1], tls=True)
POD, DELETES = sys.argv[2], sys.argv[3:] == ["delete"]
PATH = f"/api/v1/namespaces/default/pods/{POD}"
FILES = f"/swiftlet/v1/namespaces/default/pods/{POD}/files?container=main&path="
STREAMS = [(1, {"streamtype": "error"}), (3, {"streamtype": "stdin"}), (5, {"streamtype": "stdout"})]
PORTS = [(1, {"streamtype": "error", "port": "8080", "requestid": "1"}),
         (3, {"streamtype": "data", "port": "8080", "requestid": "1"})]


def upgraded(path, said, wanted, protocol="v5.channel.k8s.io"):
    """Sends what is said until what is wanted comes: who is attached has what is written later."""
    client, status, head, rest = SERVER.web_socket(protocol, PATH + path)
    assert status == 101, head
    client.settimeout(0.5)
    while wanted not in rest:
        if said:
            client.sendall(frame(b"\0" + said))
        try:
            rest += client.recv(65536)
        except TimeoutError:
            pass
    return client


def over_spdy(version, path, streams, said, wanted):
    client, status, head, rest = SERVER.spdy(version, PATH + path)
    assert status == 101, head
    frames = Frames()
    for stream, headers in streams:
        client.sendall(frames.open(stream, **headers))
    client.sendall(frames.data(3, said))
    read_until(client, wanted, rest)
    return client


def a_log():
    client, status, head, rest = SERVER.ask(f"{PATH}/log?container=main&follow=true")
    read_until(client, b"serving", rest)
    return client


def a_copy():
    client, status, head, rest = SERVER.ask(FILES + "/www/big")
    assert status == 200, head
    return client


def a_proxied_upgrade():
    client, status, head, rest = SERVER.ask(f"{PATH}:7001/proxy/", web_socket_headers("chat"))
    assert status == 101, head
    client.sendall(b"word\n")
    read_until(client, b"word\n", rest)
    return client


EXEC = "/exec?container=main&stdin=true&stdout=true&command="
CLIENTS = {
    "exec": upgraded(EXEC + "cat", b"word", b"word"),
    "exec in a terminal": upgraded(EXEC + "sh&tty=true", b"echo $((40+2))\n", b"42"),
    "exec that floods": upgraded(EXEC + "yes", b"", b"y\ny\n"),
    "exec over SPDY": over_spdy("v4.channel.k8s.io", EXEC + "cat", STREAMS, b"word", b"word"),
    "attach": upgraded("/attach?container=cat&stdin=true&stdout=true", b"word\n", b"word"),
    "attach to a terminal": upgraded(
        "/attach?container=shell&stdin=true&stdout=true&tty=true", b"echo $((40+2))\n", b"42"),
    "port over SPDY": over_spdy(
        "portforward.k8s.io", "/portforward", PORTS, b"GET /big HTTP/1.0\r\n\r\n", b"200 OK"),
    "log": a_log(),
    "copy": a_copy(),
}
# What is on 7001 serves one at a time.
if DELETES:
    CLIENTS["proxy"] = a_proxied_upgrade()
else:
    CLIENTS["port"] = upgraded(
        "/portforward?ports=7001", b"\r\n", b"101 Switching", "v4.channel.k8s.io")
print("open", flush=True)
if DELETES:
    client, status, head, rest = SERVER.ask(PATH + "?gracePeriodSeconds=0", method="DELETE")
    assert status in (200, 202), head
    client.close()
# Over SPDY it is for the client to close the connection, once it is told: by a GOAWAY, or by the end of
# the stream of data.
TOLD = {"exec over SPDY": b"\x80\3\0\7", "port over SPDY": b"\0\0\0\3\1\0\0\0"}
begin = time.monotonic()
for name, client in CLIENTS.items():
    client.settimeout(30)
    if name in TOLD and DELETES:
        read_until(client, TOLD[name])
        client.close()
    else:
        until_closed(client, limit=30)
    print(f"{name}: closed after {time.monotonic() - begin:.2f} s", flush=True)
print("done")
