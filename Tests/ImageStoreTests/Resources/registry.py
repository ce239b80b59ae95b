"""A registry over an OCI image layout folder that misbehaves as it is told.

registry.py LAYOUT LOG [MODE...]; prints its port. Modes: token, basic, busy=N, torn=N, wrong,
redirect=PORT, nohead, ranges (parts of blobs), large (only blobs of 64 KiB and more are torn),
tls=CERT:KEY[:CA] (with CA, clients have to show a certificate). Every request is a line of LOG.
"""
import base64, http.server, json, socketserver, ssl, sys, time

layout, log = sys.argv[1:3]
modes = dict((mode.split("=") + [""])[:2] for mode in sys.argv[3:])
left = {name: int(modes.get(name, 0) or 0) for name in ("busy", "torn")}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, code, body=b"", **headers):
        self.send_response(code)
        headers.setdefault("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        authorization = self.headers.get("Authorization", "-")
        with open(log, "a") as file:
            range = self.headers.get("Range")
            file.write(f"{self.command} {self.path} {authorization}{' ' + range if range else ''}\n")
        origin = f"http://{self.headers['Host']}"
        if self.path.startswith("/token"):
            return self.answer(200, b'{"token": "t0ken", "expires_in": 300}')
        if "token" in modes and authorization != "Bearer t0ken":
            challenge = f'Bearer realm="{origin}/token",service="test",scope="repository:app:pull"'
            return self.answer(401, b"{}", WWW_Authenticate=challenge)
        basic = "Basic " + base64.b64encode(b"user:pass").decode()
        if "basic" in modes and authorization != basic:
            return self.answer(401, b"{}", WWW_Authenticate='Basic realm="test"')
        if left["busy"] > 0:
            left["busy"] -= 1
            return self.answer(503, b"later")
        kind, selector = self.path.split("/")[-2:]
        if kind == "manifests" and not selector.startswith("sha256:"):
            if "nohead" in modes and self.command == "HEAD":
                return self.answer(200)
            selector = self.resolve(selector)
        try:
            body = open(f"{layout}/blobs/sha256/{selector.removeprefix('sha256:')}", "rb").read()
        except OSError:
            error = {"errors": [{"code": "MANIFEST_UNKNOWN", "message": "manifest unknown"}]}
            return self.answer(404, json.dumps(error).encode())
        if kind == "manifests":
            media = json.loads(body).get("mediaType", "application/vnd.oci.image.manifest.v1+json")
            return self.answer(200, body, Content_Type=media, Docker_Content_Digest=selector)
        self.blob(body)

    def blob(self, body):
        if "redirect" in modes:
            where = f"http://localhost:{modes['redirect']}{self.path}"
            return self.answer(307, Location=where)
        code, headers = 200, {}
        range = self.headers.get("Range")
        if "ranges" in modes and range:
            start = int(range.removeprefix("bytes=").rstrip("-"))
            headers["Content_Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            body, code = body[start:], 206
        if left["torn"] > 0 and ("large" not in modes or len(body) >= 1 << 16):
            left["torn"] -= 1
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            # A client throws away what it has not read when the connection breaks.
            time.sleep(1)
            self.close_connection = True
            return
        if "wrong" in modes:
            body = bytes([body[0] ^ 1]) + body[1:]
        self.answer(code, body, **headers)

    def resolve(self, tag):
        for entry in json.load(open(layout + "/index.json"))["manifests"]:
            if entry["annotations"]["org.opencontainers.image.ref.name"] == tag:
                return entry["digest"]
        return "missing"


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Handler)
if "tls" in modes:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*modes["tls"].split(":")[:2])
    if modes["tls"].count(":") == 2:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(modes["tls"].split(":")[2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
