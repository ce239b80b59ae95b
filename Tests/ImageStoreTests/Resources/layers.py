"""Makes an OCI image layout with busybox and more layers: layers.py LAYOUT COUNT BYTES [MODE]

Each of COUNT layers over busybox's own brings the file /layers/NUMBER with BYTES of noise and
replaces /last. The image has the tag 1. With the mode `tar`, layers are not compressed.
"""
import gzip, hashlib, io, json, os, pathlib, random, shutil, sys, tarfile

layout, count, size = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
blobs = layout / "blobs" / "sha256"
blobs.mkdir(parents=True, exist_ok=True)
noise = random.Random(os.urandom(8))


def put(data, kind):
    digest = hashlib.sha256(data).hexdigest()
    (blobs / digest).write_bytes(data)
    return {"mediaType": kind, "digest": f"sha256:{digest}", "size": len(data)}


def archive(members):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        for name, content, mode in members:
            entry = tarfile.TarInfo(name)
            entry.mode = mode
            if content is None:
                entry.type = tarfile.DIRTYPE
            elif isinstance(content, str):
                entry.type, entry.linkname = tarfile.SYMTYPE, content
            else:
                entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content) if isinstance(content, bytes) else None)
    return file.getvalue()


busybox = open(shutil.which("busybox"), "rb").read()
applets = ["sh", "sleep", "cat", "ls", "echo", "wc", "test", "head"]
members = [(f"{name}/", None, 0o755) for name in ("bin", "etc", "tmp", "proc", "sys", "dev")]
members += [("bin/busybox", busybox, 0o755)]
members += [(f"bin/{name}", "busybox", 0o777) for name in applets]
archives = [archive(members)]
for number in range(count):
    text = f"{number}\n".encode()
    archives.append(
        archive([(f"layers/{number}", noise.randbytes(size), 0o644), ("last", text, 0o644)])
    )
plain = sys.argv[4:] == ["tar"]
kind = "application/vnd.oci.image.layer.v1.tar"
layers = [put(data if plain else gzip.compress(data, 1), kind + ("" if plain else "+gzip")) for data in archives]
diffs = ["sha256:" + hashlib.sha256(data).hexdigest() for data in archives]
machine = {"x86_64": "amd64", "aarch64": "arm64"}[os.uname().machine]
config = {
    "architecture": machine, "os": "linux", "config": {"Cmd": ["sh"], "Env": ["PATH=/bin"]},
    "rootfs": {"type": "layers", "diff_ids": diffs},
}
config = put(json.dumps(config).encode(), "application/vnd.oci.image.config.v1+json")
kind = "application/vnd.oci.image.manifest.v1+json"
manifest = {"schemaVersion": 2, "mediaType": kind, "config": config, "layers": layers}
entry = put(json.dumps(manifest).encode(), kind)
entry["annotations"] = {"org.opencontainers.image.ref.name": "1"}
(layout / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [entry]}))
(layout / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
