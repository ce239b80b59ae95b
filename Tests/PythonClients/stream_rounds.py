"""Streams of each kind, ended as they should be and broken off at each step, again and again.
Arguments: ROOT POD ROUNDS, where ROOT is the daemon's folder.

The Pod has the containers `main` (httpd on 8080 with `/big`, an upgrade on 7001) and `cat` (with
stdin). Nothing is looked for here: the caller compares what the daemon holds before and after."""
import io
import sys
import tarfile
import time

from raw_streams import Frames, Server, frame, read_until, until_closed, web_socket_headers

SERVER = Server(sys.argv[1], tls=True)
POD, ROUNDS = sys.argv[2], int(sys.argv[3])
PATH = f"/api/v1/namespaces/default/pods/{POD}"
FILES = f"/swiftlet/v1/namespaces/default/pods/{POD}/files?container=main&path="
CAT = f"{PATH}/exec?container=main&stdin=true&stdout=true&command=cat"
PAGE = b"GET /index.html HTTP/1.0\r\n\r\n"
BIG = b"GET /big HTTP/1.0\r\n\r\n"
HALF_A_HEAD = f"GET {CAT} HTTP/1.1\r\nHost: x\r\nConnection: Upg".encode()


def upgraded(protocol, path):
    client, status, head, rest = SERVER.web_socket(protocol, path)
    assert status == 101, head
    return client, rest


def over_spdy(version, path, *streams):
    client, status, head, rest = SERVER.spdy(version, path)
    assert status == 101, head
    frames = Frames()
    for stream, headers in streams:
        client.sendall(frames.open(stream, **headers))
    return client, rest


def half_a_request():
    client = SERVER.connect()
    client.sendall(HALF_A_HEAD)
    client.close()


def exec_to_its_end():
    client, said = upgraded("v5.channel.k8s.io", CAT)
    client.sendall(frame(b"\0word") + frame(b"\xff\0"))
    assert b"Success" in said + until_closed(client)


def exec_without_a_word():
    upgraded("v5.channel.k8s.io", CAT)[0].close()


def exec_in_half_a_frame():
    client, _ = upgraded("v4.channel.k8s.io", CAT)
    client.sendall(frame(b"\0word")[:-2])
    client.close()


def exec_in_its_flood():
    client, said = upgraded(
        "v4.channel.k8s.io", f"{PATH}/exec?container=main&stdout=true&command=yes")
    read_until(client, b"y\ny\n", said)
    client.close()


def exec_in_its_input():
    client, said = upgraded("v4.channel.k8s.io", CAT)
    client.sendall(frame(b"\0" + b"x" * 60_000))
    read_until(client, b"xx", said)
    client.close()


def exec_in_a_terminal():
    client, said = upgraded(
        "v5.channel.k8s.io", f"{PATH}/exec?container=main&stdin=true&stdout=true&tty=true&command=sh")
    client.sendall(frame(b'\4{"Width":91,"Height":33}') + frame(b"\0echo $((40+2))\n"))
    read_until(client, b"42", said)
    client.close()


def exec_of_nothing():
    client, said = upgraded(
        "v4.channel.k8s.io", f"{PATH}/exec?container=main&stdout=true&command=no-such-program")
    assert b"executable file not found" in said + until_closed(client)


SHELL_STREAMS = [(1, {"streamtype": "error"}), (3, {"streamtype": "stdin"}),
                 (5, {"streamtype": "stdout"})]


def spdy_exec_to_its_end():
    client, said = over_spdy("v4.channel.k8s.io", CAT, *SHELL_STREAMS)
    client.sendall(Frames.data(3, b"word", is_last=True))
    assert b"Success" in read_until(client, b"Success", said)
    client.close()


def spdy_exec_before_its_streams():
    over_spdy("v4.channel.k8s.io", CAT, *SHELL_STREAMS[:1])[0].close()


def spdy_exec_in_its_input():
    client, said = over_spdy("v4.channel.k8s.io", CAT, *SHELL_STREAMS)
    client.sendall(Frames.data(3, b"word"))
    read_until(client, b"word", said)
    client.close()


ATTACH = f"{PATH}/attach?container=cat&stdin=true&stdout=true&stderr=true"


def attach_and_leave():
    client, said = upgraded("v5.channel.k8s.io", ATTACH)
    client.settimeout(0.2)
    # It is attached some time after the answer, and has what is written from then on.
    while b"word" not in said:
        client.sendall(frame(b"\0word\n"))
        try:
            said += client.recv(65536)
        except TimeoutError:
            pass
    client.sendall(frame(b"\x03\xe8", opcode=8))
    until_closed(client)


def attach_without_a_word():
    upgraded("v4.channel.k8s.io", ATTACH)[0].close()


def attach_in_half_a_frame():
    client, _ = upgraded("v4.channel.k8s.io", ATTACH)
    client.sendall(frame(b"\0word\n")[:-2])
    client.close()


def spdy_attach_in_its_input():
    client, _ = over_spdy("v4.channel.k8s.io", f"{PATH}/attach?container=cat&stdin=true&stdout=true",
                          *SHELL_STREAMS)
    client.sendall(Frames.data(3, b"word\n"))
    client.close()


def port_to_its_end():
    client, said = upgraded("v4.channel.k8s.io", f"{PATH}/portforward?ports=8080")
    client.sendall(frame(b"\0" + PAGE))
    assert b"page" in said + until_closed(client)


def port_without_a_word():
    upgraded("v4.channel.k8s.io", f"{PATH}/portforward?ports=8080&ports=7001")[0].close()


def port_in_a_request():
    client, _ = upgraded("v4.channel.k8s.io", f"{PATH}/portforward?ports=8080")
    client.sendall(frame(b"\0GET /in"))
    client.close()


def port_in_an_answer():
    client, said = upgraded("v4.channel.k8s.io", f"{PATH}/portforward?ports=8080")
    client.sendall(frame(b"\0" + BIG))
    read_until(client, b"200 OK", said)
    client.close()


def port_refused():
    client, said = upgraded("v4.channel.k8s.io", f"{PATH}/portforward?ports=9")
    assert b"connection refused" in said + until_closed(client)


def port_pair(first, port="8080"):
    return [(first, {"streamtype": "error", "port": port, "requestid": str(first)}),
            (first + 2, {"streamtype": "data", "port": port, "requestid": str(first)})]


def spdy_ports_to_their_end():
    client, said = over_spdy("portforward.k8s.io", f"{PATH}/portforward", *port_pair(1), *port_pair(5))
    client.sendall(Frames.data(3, PAGE, is_last=True) + Frames.data(7, PAGE, is_last=True))
    while said.count(b"page\n") < 2:
        said += client.recv(65536)
    client.close()


def spdy_port_in_an_answer():
    client, said = over_spdy("portforward.k8s.io", f"{PATH}/portforward", *port_pair(1), *port_pair(5))
    client.sendall(Frames.data(3, BIG))
    read_until(client, b"200 OK", said)
    client.close()


def spdy_port_before_its_data():
    over_spdy("portforward.k8s.io", f"{PATH}/portforward", *port_pair(1)[:1])[0].close()


def log_to_its_end():
    client, status, head, rest = SERVER.ask(f"{PATH}/log?container=main", ["Connection: close"])
    assert status == 200 and b"serving" in rest + until_closed(client)


def log_that_is_followed():
    client, status, head, rest = SERVER.ask(f"{PATH}/log?container=main&follow=true")
    read_until(client, b"serving", rest)
    client.close()


def log_without_a_word():
    SERVER.ask(f"{PATH}/log?container=cat&follow=true&tailLines=0")[0].close()


def watch():
    client, status, head, rest = SERVER.ask("/api/v1/namespaces/default/pods?watch=true")
    read_until(client, b'"ADDED"', rest)
    client.close()


def proxied_request():
    client, status, head, rest = SERVER.ask(
        f"{PATH}:8080/proxy/index.html", ["Connection: close"])
    assert status == 200 and b"page" in rest + until_closed(client)


def proxied_answer_half_read():
    client, status, head, rest = SERVER.ask(f"{PATH}:8080/proxy/big")
    assert status == 200
    client.close()


def proxied_upgrade():
    deadline = time.monotonic() + 20
    while True:
        client, status, head, rest = SERVER.ask(f"{PATH}:7001/proxy/", web_socket_headers("chat"))
        if status == 101:
            return client, rest
        # It serves one after the other, and is not there in between.
        client.close()
        assert status == 503 and time.monotonic() < deadline, (head, rest)


def proxied_upgrade_to_its_end():
    client, said = proxied_upgrade()
    client.sendall(b"word\nover\n")
    assert b"word\n" in said + until_closed(client)


def proxied_upgrade_without_a_word():
    proxied_upgrade()[0].close()


def proxied_upgrade_in_a_word():
    client, said = proxied_upgrade()
    client.sendall(b"word\n")
    read_until(client, b"word\n", said)
    client.close()


def archive(size):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        entry = tarfile.TarInfo("file")
        entry.size = size
        tar.addfile(entry, io.BytesIO(b"x" * size))
    return packed.getvalue()


def copy_in():
    packed = archive(100_000)
    client, status, head, rest = SERVER.ask(
        FILES + "/tmp", [f"Content-Length: {len(packed)}", "Connection: close"], "PUT", packed)
    assert status == 200, (head, rest)
    until_closed(client)


def copy_in_half():
    packed = archive(100_000)
    client = SERVER.connect()
    client.sendall(f"PUT {FILES}/tmp HTTP/1.1\r\nHost: x\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
                   + packed[:60_000])
    client.close()


def copy_out():
    client, status, head, rest = SERVER.ask(FILES + "/www/index.html", ["Connection: close"])
    assert status == 200 and b"page" in rest + until_closed(client)


def copy_out_half():
    client, status, head, rest = SERVER.ask(FILES + "/www/big")
    assert status == 200
    client.recv(1000)
    client.close()


def copy_of_nothing():
    client, status, head, rest = SERVER.ask(FILES + "/nope", ["Connection: close"])
    assert status == 404 or status == 400, head
    until_closed(client)


STEPS = [
    half_a_request, exec_to_its_end, exec_without_a_word, exec_in_half_a_frame, exec_in_its_flood,
    exec_in_its_input, exec_in_a_terminal, exec_of_nothing, spdy_exec_to_its_end,
    spdy_exec_before_its_streams, spdy_exec_in_its_input, attach_and_leave, attach_without_a_word,
    attach_in_half_a_frame, spdy_attach_in_its_input, port_to_its_end, port_without_a_word,
    port_in_a_request, port_in_an_answer, port_refused, spdy_ports_to_their_end,
    spdy_port_in_an_answer, spdy_port_before_its_data, log_to_its_end, log_that_is_followed,
    log_without_a_word, watch, proxied_request, proxied_answer_half_read,
    proxied_upgrade_to_its_end, proxied_upgrade_without_a_word, proxied_upgrade_in_a_word, copy_in,
    copy_in_half, copy_out, copy_out_half, copy_of_nothing,
]
for step in STEPS:
    begin = time.monotonic()
    for number in range(ROUNDS):
        try:
            step()
        except Exception as failure:
            raise RuntimeError(f"{step.__name__}, round {number + 1}") from failure
    print(f"{step.__name__} {time.monotonic() - begin:.2f} s", flush=True)
print("done")
