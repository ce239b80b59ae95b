import HTTPTypes
import NIOCore
import NIOPosix

/// A request for an upgrade that a Pod answers, a WebSocket most often: bytes go both ways as they
/// are, its answer the first.
struct PodProxyUpgrade: Sendable {
    /// The request as the Pod gets it.
    private let head: String
    private let host: String
    private let port: Int

    /// - Parameter path: what follows `proxy` in the URL.
    init(
        request: RESTRequest, path: String, host: String, port: Int, protocolName: String
    ) {
        self.host = host
        self.port = port
        let path = path.isEmpty ? "/" : path
        var lines = ["\(request.method.rawValue) \(path)\(request.queryText) HTTP/1.1"]
        lines.append("Host: \(host):\(port)")
        lines += ProxiedHeaders.request(request.headers).map { "\($0.name.rawName): \($0.value)" }
        lines += ["Connection: Upgrade", "Upgrade: \(protocolName)"]
        head = lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    var plan: UpgradePlan {
        UpgradePlan(headers: nil) { upgrade in
            let session = try await upgrade.begin { line in
                let session = Session(line)
                return (session, session)
            }
            try await upgrade.untilShutdown {
                try await upgrade.eventLoop.flatSubmit {
                    session.value.connect(to: host, port: port, head: head)
                    return session.value.endFuture
                }.get()
            }
        }
    }

    /// Bound to the client's event loop.
    private final class Session: UpgradedConnection {
        private let line: any ByteLine
        private let ended: EventLoopPromise<Void>
        private var connection: PortConnection?

        init(_ line: any ByteLine) {
            self.line = line
            ended = line.eventLoop.makePromise()
        }

        var endFuture: EventLoopFuture<Void> { ended.futureResult }

        func connect(to host: String, port: Int, head: String) {
            let client = PortConnection.Client(
                isWritable: { [line] in line.isWritable }, send: { [line] in line.write($0) },
                flush: { [line] in line.flush() },
                ended: { [weak self] in self?.podEnded($0) },
                isBlocked: { [line] in $0 ? line.pauseReading() : line.resumeReading() })
            let connection = PortConnection(UInt16(clamping: port), to: client, on: line.eventLoop)
            self.connection = connection
            connection.write(ByteBuffer(string: head))
            connection.connect(to: host)
        }

        private func podEnded(_ failure: String?) {
            if let failure {
                let text = "error trying to reach service: \(failure)\n"
                line.write(
                    ByteBuffer(
                        string: "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\n"
                            + "Content-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n\(text)"
                    ))
            }
            line.close(endsOutput: true)
        }

        func received(_ bytes: ByteBuffer) { connection?.write(bytes) }

        func becameWritable() { connection?.clientBecameWritable() }

        func timedOut() { line.close(endsOutput: true) }

        func closed() {
            connection?.abort()
            connection = nil
            ended.succeed()
        }
    }
}
