"""Gives out tokens for docker-registry (distribution's token specification).

token.py CERTIFICATE KEY LOG; prints its port. Who shows user:secret gets what was asked for, who shows
nothing gets to pull, all others get 401.
"""
import base64, http.server, json, subprocess, sys, time, urllib.parse

certificate, key, log = sys.argv[1:4]


def pack(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def token(access):
    der = subprocess.run(
        ["openssl", "x509", "-in", certificate, "-outform", "DER"], capture_output=True, check=True
    ).stdout
    header = {"typ": "JWT", "alg": "RS256", "x5c": [base64.b64encode(der).decode()]}
    now = int(time.time())
    claims = {
        "iss": "test", "sub": "user", "aud": "registry", "exp": now + 300, "nbf": now - 60,
        "iat": now, "jti": str(now), "access": access,
    }
    signed = b".".join(pack(json.dumps(part).encode()) for part in (header, claims))
    signature = subprocess.run(
        ["openssl", "dgst", "-sha256", "-sign", key], input=signed, capture_output=True, check=True
    ).stdout
    return (signed + b"." + pack(signature)).decode()


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
        authorization = self.headers.get("Authorization")
        with open(log, "a") as file:
            file.write(f"{query.get('scope')}\n")
        known = "Basic " + base64.b64encode(b"user:secret").decode()
        if authorization not in (None, known):
            self.send_response(401)
            self.end_headers()
            return
        access = []
        for scope in query.get("scope", []):
            kind, name, actions = scope.split(":")
            actions = actions.split(",") if authorization else ["pull"]
            access.append({"type": kind, "name": name, "actions": actions})
        body = json.dumps({"token": token(access), "expires_in": 300}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
