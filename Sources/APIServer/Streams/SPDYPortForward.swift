import NIOCore

/// Ports of a Pod over SPDY. For each connection a client opens two streams with one request id:
/// one for errors, one for data.
final class SPDYPortForward: SPDYListener {
    /// Its name in `X-Stream-Protocol-Version`.
    static let version = "portforward.k8s.io"
    /// The same inside a WebSocket, its name in `Sec-WebSocket-Protocol`.
    static let tunnelProtocol = "SPDY/3.1+portforward.k8s.io"

    private struct Pair {
        var port: UInt16
        var data: UInt32?
        var error: UInt32?
        var connection: PortConnection?
        var hasEnded = false
    }

    private let spdy: SPDYConnection
    private let pod: String
    private let dial: @Sendable (UInt16) async throws -> Int32
    private let ended: EventLoopPromise<Void>
    private var pairs: [String: Pair] = [:]
    /// Request ids by stream.
    private var requests: [UInt32: String] = [:]
    /// Connections whose Pod does not keep up.
    private var blocked: Set<String> = []

    init(
        _ spdy: SPDYConnection, pod: String,
        dial: @escaping @Sendable (UInt16) async throws -> Int32
    ) {
        self.spdy = spdy
        self.pod = pod
        self.dial = dial
        ended = spdy.line.eventLoop.makePromise()
    }

    var endFuture: EventLoopFuture<Void> { ended.futureResult }

    func opened(_ stream: UInt32, _ headers: [SPDYHeader]) -> Bool {
        let isError = headers["streamtype"] == "error"
        guard isError || headers["streamtype"] == "data",
            let port = headers["port"].flatMap({ UInt16($0) }), port > 0
        else { return false }
        // Old clients send none, and open the stream for errors right before the one for data.
        let request = headers["requestid"] ?? "\(isError ? stream : stream &- 2)"
        var pair = pairs[request] ?? Pair(port: port)
        guard pair.port == port, (isError ? pair.error : pair.data) == nil else { return false }
        if isError { pair.error = stream } else { pair.data = stream }
        requests[stream] = request
        pairs[request] = pair
        if pair.error != nil, pair.data != nil { connect(request) }
        return true
    }

    private func connect(_ request: String) {
        guard let pair = pairs[request], let data = pair.data else { return }
        let client = PortConnection.Client(
            isWritable: { [spdy] in spdy.line.isWritable },
            send: { [spdy] in spdy.send($0, on: data) },
            flush: { [spdy] in spdy.flush() },
            ended: { [weak self] in self?.connectionEnded(request, $0) },
            isBlocked: { [weak self] in self?.noteBlocking(request, $0) })
        let connection = PortConnection(pair.port, to: client, on: spdy.line.eventLoop)
        pairs[request]?.connection = connection
        connection.connect(dial)
    }

    /// The stream for errors ends as well: clients wait for that before they let go of theirs.
    private func connectionEnded(_ request: String, _ failure: String?) {
        guard let pair = pairs[request], let data = pair.data, let error = pair.error else {
            return
        }
        if let failure {
            let text = "error forwarding port \(pair.port) to pod \(pod): \(failure)"
            spdy.send(ByteBuffer(string: text), on: error)
        }
        spdy.finish(data)
        spdy.finish(error)
        spdy.flush()
        pairs[request]?.hasEnded = true
        forget(request)
    }

    private func noteBlocking(_ request: String, _ isBlocked: Bool) {
        if isBlocked { blocked.insert(request) } else { blocked.remove(request) }
        if blocked.isEmpty { spdy.line.resumeReading() } else { spdy.line.pauseReading() }
    }

    func received(_ bytes: ByteBuffer, on stream: UInt32) {
        guard let request = requests[stream], let pair = pairs[request], pair.data == stream else {
            return
        }
        pair.connection?.write(bytes)
    }

    func ended(_ stream: UInt32) {
        guard let request = requests[stream], let pair = pairs[request] else { return }
        if pair.data == stream { pair.connection?.finishWriting() }
        requests[stream] = nil
        forget(request)
    }

    func reset(_ stream: UInt32) {
        guard let request = requests.removeValue(forKey: stream), let pair = pairs[request] else {
            return
        }
        if pair.connection == nil { pairs[request]?.hasEnded = true }
        if pair.data == stream {
            pair.connection?.abort()
            pairs[request]?.hasEnded = true
            if let error = pair.error {
                spdy.finish(error)
                spdy.flush()
            }
        }
        forget(request)
    }

    private func forget(_ request: String) {
        guard let pair = pairs[request] else { return }
        let streams = [pair.data, pair.error].compactMap { $0 }
        // Clients end the stream for errors at once, before they open the other one.
        if pair.hasEnded, streams.allSatisfy({ requests[$0] == nil }) { pairs[request] = nil }
    }

    func becameWritable() {
        for pair in pairs.values { pair.connection?.clientBecameWritable() }
    }

    func closed() {
        for pair in pairs.values { pair.connection?.abort() }
        pairs = [:]
        ended.succeed()
    }
}
