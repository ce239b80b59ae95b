"""A registry over an OCI image layout folder that misbehaves as it is told.

registry.py LAYOUT LOG [MODE...]; prints its port. Every request is a line of LOG. Modes:

token, basic      what it wants to see; denied: no token for anybody; missing: who has a token is told
                  that it does not suffice (as Docker Hub answers for what does not exist)
expire=N          with token: each token is good for so many requests
expired=N         so many requests are told that their address has expired
upload=PORT       wants blobs to be sent elsewhere
redirect=PORT     blobs are elsewhere; redirect-all=PORT: manifests, too (as registry.k8s.io has it)
strict            who shows an Authorization is refused (as stores of signed addresses do it)
nohead, nohead=C  HEAD of a manifest tells no digest, or is answered with the code C
busy=N            503 for so many requests; limited=N:AFTER: 429 with that Retry-After
torn=N, stall=N   so many blobs break off, or stand still, half way
large             of what is done to blobs: only to those of 64 KiB and more
hold=FILE         blobs of 64 KiB and more stand still half way until there is FILE
vanish=FILE       the same, but then they break off, and are not there any more
ranges            parts of blobs; wrong: blobs with a wrong byte
ipv6              listens on ::1; tls=CERT:KEY[:CA]: TLS (with CA, clients have to show a certificate)
"""
import base64, http.server, json, os, socket, socketserver, ssl, sys, time

layout, log = sys.argv[1:3]
modes = dict((mode.split("=") + [""])[:2] for mode in sys.argv[3:])
limit, _, retry_after = modes.get("limited", "0").partition(":")
left = {name: int(modes.get(name, 0) or 0) for name in ("busy", "torn", "stall")}
left["limited"] = int(limit)
left["expired"] = int(modes.get("expired", 0))
# Of each token, the requests that it is still good for.
tokens = {}


def error(code, message):
    return json.dumps({"errors": [{"code": code, "message": message, "detail": None}]}).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def head(self, code, length, headers):
        self.send_response(code)
        headers.setdefault("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def answer(self, code, body=b"", **headers):
        self.head(code, len(body), headers)
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self):
        self.do_GET()

    def note(self):
        authorization = self.headers.get("Authorization", "-")
        with open(log, "a") as file:
            range = self.headers.get("Range")
            file.write(f"{self.command} {self.path} {authorization}{' ' + range if range else ''}\n")
        return authorization

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.is_admitted(self.note()):
            self.answer(202, Location=f"http://localhost:{modes['upload']}/upload?id=1")

    def do_PUT(self):
        # What is sent is left unread.
        self.close_connection = True
        if self.is_admitted(self.note()):
            self.answer(201)

    def do_GET(self):
        authorization = self.note()
        if self.path.startswith("/token"):
            return self.token()
        if "strict" in modes and authorization != "-":
            return self.answer(400, b"<Error><Code>InvalidArgument</Code></Error>")
        if not self.is_admitted(authorization):
            return
        for name, code in (("busy", 503), ("limited", 429), ("expired", 403)):
            if left[name] > 0:
                left[name] -= 1
                later = {"Retry_After": retry_after} if name == "limited" and retry_after else {}
                return self.answer(code, error("TOOMANYREQUESTS", "ask later"), **later)
        kind, selector = self.path.split("/")[-2:]
        if "redirect-all" in modes or ("redirect" in modes and kind == "blobs"):
            port = modes.get("redirect-all") or modes["redirect"]
            return self.answer(307, Location=f"http://localhost:{port}{self.path}")
        if kind == "manifests" and not selector.startswith("sha256:"):
            if "nohead" in modes and self.command == "HEAD":
                return self.answer(int(modes["nohead"] or 200))
            selector = self.resolve(selector)
        try:
            body = open(f"{layout}/blobs/sha256/{selector.removeprefix('sha256:')}", "rb").read()
        except OSError:
            return self.answer(404, error("MANIFEST_UNKNOWN", "manifest unknown"))
        if kind == "manifests":
            media = json.loads(body).get("mediaType", "application/vnd.oci.image.manifest.v1+json")
            return self.answer(
                200, body, Content_Type=media, Docker_Content_Digest=selector,
                ratelimit_limit="100;w=21600", ratelimit_remaining="99;w=21600",
            )
        self.blob(body)

    def token(self):
        if "denied" in modes:
            return self.answer(403, error("DENIED", "requested access to the resource is denied"))
        name = f"t0ken-{len(tokens)}" if "expire" in modes else "t0ken"
        tokens[name] = int(modes.get("expire", 1 << 30))
        # Docker Hub says both.
        self.answer(200, b'{"token":"%b","access_token":"%b","expires_in":300}' % ((name.encode(),) * 2))

    def is_admitted(self, authorization):
        challenge = f'Bearer realm="http://{self.headers["Host"]}/token",service="test"'
        challenge += ',scope="repository:app:pull"'
        name = authorization.removeprefix("Bearer ")
        tokens[name] = tokens.get(name, 0) - 1
        if "token" in modes and tokens[name] < 0:
            self.answer(401, error("UNAUTHORIZED", "log in"), WWW_Authenticate=challenge)
        elif "missing" in modes:
            denied = error("UNAUTHORIZED", "authentication required")
            challenge += ',error="insufficient_scope"'
            self.answer(401, denied, WWW_Authenticate=challenge)
        elif "basic" in modes and authorization != "Basic " + base64.b64encode(b"user:pass").decode():
            self.answer(401, b"{}", WWW_Authenticate='Basic realm="test"')
        else:
            return True

    def blob(self, body):
        code, headers = 200, {}
        range = self.headers.get("Range")
        if "ranges" in modes and range:
            start = int(range.removeprefix("bytes=").rstrip("-"))
            headers["Content_Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            body, code = body[start:], 206
        is_large = len(body) >= 1 << 16
        if "wrong" in modes and ("large" not in modes or is_large):
            body = bytes([body[0] ^ 1]) + body[1:]
        if "vanish" in modes and is_large and os.path.exists(modes["vanish"]):
            return self.answer(404, error("BLOB_UNKNOWN", "blob unknown to registry"))
        release = modes.get("hold") or modes.get("vanish")
        if release and is_large and not os.path.exists(release):
            self.half(code, body, headers)
            while not os.path.exists(release):
                time.sleep(0.01)
            if "vanish" in modes:
                self.close_connection = True
                return
            return self.wfile.write(body[len(body) // 2 :])
        for name in ("torn", "stall"):
            if left[name] > 0 and ("large" not in modes or is_large):
                left[name] -= 1
                self.half(code, body, headers)
                # A client throws away what it has not read when the connection breaks.
                time.sleep(1 if name == "torn" else 60)
                self.close_connection = True
                return
        self.answer(code, body, **headers)

    def half(self, code, body, headers):
        self.head(code, len(body), headers)
        self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()

    def resolve(self, tag):
        for entry in json.load(open(layout + "/index.json"))["manifests"]:
            name = entry["annotations"]["org.opencontainers.image.ref.name"]
            if name == tag or name.endswith(":" + tag):
                return entry["digest"]
        return "missing"


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    address_family = socket.AF_INET6 if "ipv6" in modes else socket.AF_INET


server = Server(("::1" if "ipv6" in modes else "127.0.0.1", 0), Handler)
if "tls" in modes:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*modes["tls"].split(":")[:2])
    if modes["tls"].count(":") == 2:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(modes["tls"].split(":")[2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
