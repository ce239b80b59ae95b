"""Clients that break the rules of streams, or go away. Arguments: ROOT POD CONTAINER,
where ROOT is the daemon's folder.

Each must be told or cut off within seconds, whatever it does; the caller then looks for what is
left behind."""
import base64
import struct
import sys
import time

from raw_streams import Frames, Server, frame, read_until, until_closed

SERVER = Server(sys.argv[1])
POD, CONTAINER = sys.argv[2:4]
PATH = f"/api/v1/namespaces/default/pods/{POD}"
SHELL = f"container={CONTAINER}&stdin=true&stdout=true&stderr=true&command=cat"
connect, ask = SERVER.connect, SERVER.ask


def web_socket(protocol, path=f"{PATH}/exec?{SHELL}"):
    return SERVER.web_socket(protocol, path)


def spdy(path=f"{PATH}/exec?{SHELL}", version="v4.channel.k8s.io"):
    return SERVER.spdy(version, path)


def plain_requests_are_refused():
    for name in ["exec", "attach", "portforward"]:
        client, status, head, rest = ask(f"{PATH}/{name}?{SHELL}", [])
        assert status == 400 and b"Upgrade request required" in rest, (status, rest)
        client.close()


def unknown_protocols_are_refused():
    client, status, head, rest = web_socket("v9.channel.k8s.io")
    assert status == 403, head
    client.close()
    client, status, head, rest = spdy(version="v9.channel.k8s.io")
    assert status == 403, head
    client.close()
    client, status, head, rest = web_socket("v5.channel.k8s.io", f"{PATH}/exec?command=cat")
    assert status == 400 and b"at least 1 of stdin, stdout, stderr" in rest, rest
    client.close()


def every_version_of_web_sockets():
    for protocol in ["", "channel.k8s.io", "base64.channel.k8s.io", "v4.channel.k8s.io",
                     "v4.base64.channel.k8s.io", "v5.channel.k8s.io"]:
        client, status, head, rest = web_socket(
            protocol, f"{PATH}/exec?container={CONTAINER}&stdin=true&stdout=true"
            "&command=sh&command=-c&command=read+x;echo+got+$x;exit+7")
        assert status == 101, head
        if protocol:
            assert f"Sec-WebSocket-Protocol: {protocol}\r\n" in head + "\r\n", head
        else:
            assert "Sec-WebSocket-Protocol" not in head, head
        if "base64" in protocol:
            client.sendall(frame(b"0" + base64.b64encode(b"word\n"), opcode=1))
        else:
            client.sendall(frame(b"\0word\n"))
        said = rest + until_closed(client)
        wanted = base64.b64encode(b"got word\n") if "base64" in protocol else b"got word\n"
        assert wanted in said, (protocol, said)
        if protocol in ["v4.channel.k8s.io", "v5.channel.k8s.io"]:
            assert b'"ExitCode"' in said and b'"7"' in said, said


def every_version_of_spdy():
    for version in ["", "channel.k8s.io", "v2.channel.k8s.io", "v3.channel.k8s.io",
                    "v4.channel.k8s.io"]:
        headers = ["Connection: Upgrade", "Upgrade: SPDY/3.1"]
        if version:
            headers.append(f"X-Stream-Protocol-Version: {version}")
        client, status, head, rest = ask(
            f"{PATH}/exec?container={CONTAINER}&stdin=true&stdout=true&stderr=true"
            "&command=sh&command=-c&command=read+x;echo+got+$x;echo+no+>%262;exit+7",
            headers, method="POST")
        assert status == 101, head
        assert (f"X-Stream-Protocol-Version: {version}\r\n" in head + "\r\n") == bool(version), head
        frames = Frames()
        for number, name in enumerate(["error", "stdin", "stdout", "stderr"]):
            client.sendall(frames.open(2 * number + 1, streamtype=name))
        client.sendall(frames.data(3, b"word\n", is_last=True))
        # The end of all, after the ends of the streams.
        said = read_until(client, b"\x80\3\0\7", rest)
        assert frames.data(5, b"got word\n") in said and frames.data(7, b"no\n") in said, said
        told = b'"ExitCode"' in said and b'"7"' in said
        assert told == (version == "v4.channel.k8s.io") and b"exit code 7" in said, (version, said)
        client.close()


def input_that_is_closed_by_half():
    client, status, head, rest = web_socket("v5.channel.k8s.io")
    client.sendall(frame(b"\0to the end") + frame(b"\xff\0"))
    said = rest + until_closed(client)
    assert b"to the end" in said and b'"Success"' in said, said


def frames_that_break_the_rules():
    for bad in [b"\x82\x01x", b"\xf2\x80\0\0\0\0", b"\x80\x80\0\0\0\0", b"\x89\xfe\0\x7e\0\0\0\0",
                b"\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0"]:
        client, status, head, rest = web_socket("v4.channel.k8s.io")
        client.sendall(bad)
        said = b""
        while b"\x88" not in said:
            piece = client.recv(65536)
            if not piece:
                break
            said += piece
        code = struct.unpack(">H", said[said.rindex(b"\x88") + 2:][:2])[0]
        assert code in (1002, 1009), (bad, said)
        client.close()
    for bad in [b"\x80\x02\0\1\0\0\0\0", b"\x80\3\0\1\0\xff\xff\xff", b"\0\0\0\0\0\0\0\0",
                b"\x80\3\0\1\0\0\0\x0e\0\0\0\1\0\0\0\0\0\0abcd"]:
        client, status, head, rest = spdy()
        assert status == 101, head
        client.sendall(bad)
        said = b""
        while b"\x80\3\0\7" not in said:
            piece = client.recv(65536)
            assert piece, said
            said += piece
        client.close()


def clients_that_vanish():
    connect().close()
    client = connect()
    client.sendall(f"GET {PATH}/exec?{SHELL} HTTP/1.1\r\nHost: x\r\nConn".encode())
    client.close()
    for protocol in ["v5.channel.k8s.io", "v4.base64.channel.k8s.io"]:
        client, status, head, rest = web_socket(protocol)
        client.close()
        client, status, head, rest = web_socket(protocol)
        client.sendall(frame(b"\0some")[:-2])
        client.close()
    client, status, head, rest = spdy()
    client.close()
    client, status, head, rest = spdy()
    client.sendall(b"\x80\3\0\1\0\0")
    client.close()
    client, status, head, rest = spdy(f"{PATH}/portforward", "portforward.k8s.io")
    assert status == 101, head
    client.close()


def headers_that_are_too_long():
    client = connect()
    client.sendall(f"GET {PATH}/exec?{SHELL} HTTP/1.1\r\nHost: x\r\n".encode())
    try:
        client.sendall(b"X-Long: " + b"x" * 300_000 + b"\r\n\r\n")
    except OSError:
        pass
    said = until_closed(client)
    assert not said or b" 4" in said[:20], said[:100]


def ports_over_web_socket_channels():
    client, status, head, rest = web_socket(
        "v4.channel.k8s.io", f"{PATH}/portforward?ports=8080&ports=9")
    assert status == 101, head
    client.sendall(frame(b"\0GET /index.html HTTP/1.0\r\n\r\n"))
    said = rest
    while b"hello" not in said or b"connection refused" not in said:
        piece = client.recv(65536)
        assert piece, said
        said += piece
    # Each channel starts with its port, the low byte first.
    for start in [b"\x00\x90\x1f", b"\x01\x90\x1f", b"\x02\x09\x00", b"\x03\x09\x00"]:
        assert b"\x82\x03" + start in said, said
    client.close()


for step in [plain_requests_are_refused, unknown_protocols_are_refused,
             every_version_of_web_sockets, every_version_of_spdy, input_that_is_closed_by_half,
             frames_that_break_the_rules, clients_that_vanish, headers_that_are_too_long,
             ports_over_web_socket_channels]:
    begin = time.monotonic()
    step()
    print(f"{step.__name__} {time.monotonic() - begin:.2f} s", flush=True)
print("done")
