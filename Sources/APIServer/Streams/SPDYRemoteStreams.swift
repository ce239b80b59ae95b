import NIOCore

/// The streams of a process as streams of SPDY, which the client opens by name.
final class SPDYRemoteStreams: RemoteTransport, SPDYListener {
    /// By their names in `X-Stream-Protocol-Version`, the best first; without one it is the first.
    static let versions = [
        "v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io",
    ]

    private static let names: [String: RemoteStream] = [
        "stdin": .input, "stdout": .output, "stderr": .errorOutput, "error": .status,
        "resize": .resize,
    ]

    private let spdy: SPDYConnection
    private let hasStatus: Bool
    private let expected: Set<RemoteStream>
    private var listener: (any RemoteListener)?
    private var streams: [RemoteStream: UInt32] = [:]
    private var resizes = ResizeMessages()

    /// - Parameter version: empty where the client named none.
    init(_ spdy: SPDYConnection, version: String, _ request: RemoteStreamRequest) {
        self.spdy = spdy
        hasStatus = version == Self.versions[0]
        var expected: Set<RemoteStream> = [.status]
        if request.input { expected.insert(.input) }
        if request.output { expected.insert(.output) }
        if request.errorOutput { expected.insert(.errorOutput) }
        // The first two versions have no terminals that change their size.
        if request.terminal, Self.versions.prefix(2).contains(version) { expected.insert(.resize) }
        self.expected = expected
    }

    var isWritable: Bool { spdy.line.isWritable }

    func start(_ listener: any RemoteListener) { self.listener = listener }

    func send(_ bytes: ByteBuffer, on stream: RemoteStream) {
        if let number = streams[stream] { spdy.send(bytes, on: number) }
    }

    func flush() { spdy.flush() }
    func pauseReading() { spdy.line.pauseReading() }
    func resumeReading() { spdy.line.resumeReading() }

    func finish(_ outcome: RemoteOutcome) {
        for stream in [RemoteStream.output, .errorOutput, .input, .resize] {
            if let number = streams[stream] { spdy.finish(number) }
        }
        send(outcome.bytes(asStatus: hasStatus), on: .status)
        if let number = streams[.status] { spdy.finish(number) }
        spdy.close()
    }

    // MARK: - SPDYListener

    func opened(_ number: UInt32, _ headers: [SPDYHeader]) -> Bool {
        guard let stream = headers["streamtype"].flatMap({ Self.names[$0] }),
            expected.contains(stream), streams[stream] == nil
        else { return false }
        streams[stream] = number
        if streams.count == expected.count { listener?.isReady() }
        return true
    }

    func received(_ bytes: ByteBuffer, on number: UInt32) {
        if number == streams[.input] {
            listener?.received(bytes)
        } else if number == streams[.resize] {
            for size in resizes.append(bytes) {
                listener?.resized(columns: size.columns, rows: size.rows)
            }
        }
    }

    func ended(_ number: UInt32) {
        if number == streams[.input] { listener?.inputEnded() }
    }

    func reset(_ number: UInt32) { ended(number) }

    func becameWritable() { listener?.becameWritable() }

    func closed() {
        let listener = listener
        self.listener = nil
        listener?.closed()
    }
}
