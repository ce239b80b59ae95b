import Foundation

/// Servers for containers, in the machine's Python: busybox has none that speaks TLS or HTTP/2.
struct PythonServer {
    /// On the machine; has the program, and whatever containers and tests tell each other.
    let folder: String

    init(_ daemon: TestDaemon) async throws {
        folder = daemon.root + "/notes"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try Self.program.write(
            toFile: folder + "/server.py", atomically: true, encoding: .utf8)
        let certificate = try await Command.run(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj", "/CN=nobody",
            "-keyout", folder + "/key.pem", "-out", folder + "/certificate.pem")
        guard certificate.status == 0 else {
            throw CommandFailure(description: certificate.error)
        }
    }

    /// The lines of a container that serves, for the list of containers.
    ///
    /// - Parameters:
    ///   - kind: `http`, `https` or `grpc`.
    ///   - more: further fields, indented as those here.
    func container(_ name: String, _ kind: String, port: Int, _ more: String = "") -> String {
        """
          - name: \(name)
            image: busybox
            command: [chroot, /host, /usr/bin/python3, -IS, \(folder)/server.py, \(kind), "\(port)", \(folder)]
            volumeMounts:
            - {name: machine, mountPath: /host, readOnly: true}
            - {name: notes, mountPath: /host\(folder)}
        \(more)
        """
    }

    /// The volumes of a Pod with such containers, for the end of its spec.
    var volumes: String {
        """
          volumes:
          - {name: machine, hostPath: {path: /}}
          - {name: notes, hostPath: {path: \(folder)}}
        """
    }

    /// What was written down: each request of the HTTP servers, and what containers add.
    var notes: [String] {
        ((try? String(contentsOfFile: folder + "/all", encoding: .utf8)) ?? "")
            .split(separator: "\n").map(String.init)
    }

    /// From now on the servers say that they are well.
    func makeWell() throws {
        try Data().write(to: URL(fileURLWithPath: folder + "/well"))
    }

    private static let program = #"""
        import os, signal, socket, ssl, sys, threading

        kind, port, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]


        def is_well():
            return os.path.exists(folder + "/well")


        def note(text):
            with open(folder + "/all", "a") as file:
                file.write(text + "\n")


        def take(connection, count):
            data = b""
            while len(data) < count:
                part = connection.recv(count - len(data))
                if not part:
                    raise EOFError
                data += part
            return data


        def http(connection):
            data = b""
            while b"\r\n\r\n" not in data:
                part = connection.recv(65536)
                if not part:
                    return
                data += part
            lines = data.decode().split("\r\n")
            own = [line for line in lines if line.lower().startswith("x-")]
            note(" ".join([kind] + lines[0].split(" ")[:2] + own))
            status = "200 OK" if is_well() else "503 Service Unavailable"
            connection.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())


        def frame(kind, flags, stream, payload=b""):
            return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


        def header(name, value):
            return b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value


        def grpc(connection):
            take(connection, 24)
            connection.sendall(frame(4, 0, 0))
            while True:
                head = take(connection, 9)
                payload = take(connection, int.from_bytes(head[:3], "big"))
                kind, flags, stream = head[3], head[4], int.from_bytes(head[5:], "big")
                if kind == 4 and not flags & 1:
                    connection.sendall(frame(4, 1, 0))
                if kind == 0 and flags & 1:
                    answer = b"\0\0\0\0\2\x08" + (b"\1" if is_well() else b"\2")
                    connection.sendall(
                        frame(1, 4, stream, b"\x88" + header(b"content-type", b"application/grpc"))
                        + frame(0, 0, stream, answer)
                        + frame(1, 5, stream, header(b"grpc-status", b"0")))


        def serve(connection):
            try:
                if kind == "https":
                    connection = context.wrap_socket(connection, server_side=True)
                (grpc if kind == "grpc" else http)(connection)
            except (EOFError, OSError):
                pass
            connection.close()


        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder + "/certificate.pem", folder + "/key.pem")
        listener = socket.create_server(("0.0.0.0", port))
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
        """#
}
