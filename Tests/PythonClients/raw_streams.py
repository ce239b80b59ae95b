"""Streams down to the bytes, over the API's unix socket or its TLS port."""
import base64
import itertools
import os
import re
import socket
import ssl
import struct
import zlib


class Server:
    """A daemon by its root folder; each connection goes the next of its ways."""

    def __init__(self, root, tls=False):
        self.ways = [self.plain]
        self.socket = os.path.join(root, "run/swiftlet.sock")
        if tls:
            with open(os.path.join(root, "kubeconfig")) as file:
                self.port = int(re.search(r"server: https://127\.0\.0\.1:(\d+)", file.read())[1])
            self.context = ssl.create_default_context(cafile=os.path.join(root, "pki/ca.crt"))
            self.context.load_cert_chain(
                os.path.join(root, "pki/admin.crt"), os.path.join(root, "pki/admin.key"))
            self.ways.append(self.secure)
        self.turn = itertools.cycle(range(len(self.ways)))

    def plain(self):
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(20)
        client.connect(self.socket)
        return client

    def secure(self):
        client = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        return self.context.wrap_socket(client, server_hostname="localhost")

    def connect(self):
        return self.ways[next(self.turn)]()

    def ask(self, path, headers=(), method="GET", body=b""):
        """Sends a request and returns the connection, the status and what came with the answer."""
        client = self.connect()
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *headers]
        client.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        answer = b""
        while b"\r\n\r\n" not in answer:
            piece = client.recv(65536)
            assert piece, ("closed before an answer", answer)
            answer += piece
        head, _, rest = answer.partition(b"\r\n\r\n")
        return client, int(head.split()[1]), head.decode(), rest

    def web_socket(self, protocol, path):
        return self.ask(path, web_socket_headers(protocol))

    def spdy(self, version, path):
        return self.ask(path, ["Connection: Upgrade", "Upgrade: SPDY/3.1",
                               f"X-Stream-Protocol-Version: {version}"], method="POST")


def web_socket_headers(protocol):
    key = base64.b64encode(os.urandom(16)).decode()
    headers = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
               f"Sec-WebSocket-Key: {key}"]
    return headers + ([f"Sec-WebSocket-Protocol: {protocol}"] if protocol else [])


def frame(payload, opcode=2, first=0x80):
    """A client's WebSocket frame, with a mask that changes nothing."""
    length = len(payload)
    size = bytes([0x80 | length]) if length < 126 else b"\xfe" + struct.pack(">H", length)
    return bytes([first | opcode]) + size + b"\0\0\0\0" + payload


class Frames:
    """A client's SPDY frames."""

    def __init__(self):
        self.zlib = zlib.compressobj()

    def open(self, stream, **headers):
        block = struct.pack(">I", len(headers))
        for name, value in headers.items():
            for text in (name, value):
                block += struct.pack(">I", len(text)) + text.encode()
        packed = self.zlib.compress(block) + self.zlib.flush(zlib.Z_SYNC_FLUSH)
        return struct.pack(">IIII", 0x8003_0001, 10 + len(packed), stream, 0) + b"\0\0" + packed

    @staticmethod
    def data(stream, payload, is_last=False):
        return struct.pack(">II", stream, is_last << 24 | len(payload)) + payload


def until_closed(client, limit=10):
    """Reads to the end; fails where there is none in time."""
    client.settimeout(limit)
    said = b""
    try:
        while piece := client.recv(65536):
            said += piece
    except ConnectionError:
        pass
    client.close()
    return said


def read_until(client, wanted, said=b""):
    while wanted not in said:
        piece = client.recv(65536)
        assert piece, ("closed before", wanted, said[-300:])
        said += piece
    return said
