import NIOCore

/// Who is told what a client does over SPDY. All on the connection's event loop.
protocol SPDYListener: AnyObject {
    /// - Returns: whether the stream is taken.
    func opened(_ stream: UInt32, _ headers: [SPDYHeader]) -> Bool
    func received(_ bytes: ByteBuffer, on stream: UInt32)
    /// The client sends no more on the stream.
    func ended(_ stream: UInt32)
    /// The client has given the stream up.
    func reset(_ stream: UInt32)
    func becameWritable()
    /// The last that is told: the client has gone or has broken the rules.
    func closed()
}

/// The server's side of a SPDY/3.1 connection whose streams are the client's. Bound to its
/// connection's event loop.
///
/// The clients there are (those of client-go) send without regard to windows and never update
/// ours, so data is sent when the connection takes it and the windows of theirs are kept open;
/// who cannot keep up stops the reading of the whole connection.
final class SPDYConnection: UpgradedConnection {
    static let maximumStreams = 1024
    /// Bytes after which a sender is told that they have arrived; half of a window.
    private static let windowStep = 32 << 10
    private static let maximumDataSize = 1 << 20

    private struct Stream {
        var clientSends: Bool
        var serverSends = true
        var unreported = 0
    }

    let line: any ByteLine
    /// Let go of at the end.
    private var listener: (any SPDYListener)?
    private var reader: SPDYFrameReader
    private let writer: SPDYFrameWriter
    private var streams: [UInt32: Stream] = [:]
    private var lastStream: UInt32 = 0
    private var unreported = 0
    private var isClosing = false

    init(_ line: any ByteLine) throws {
        self.line = line
        reader = try SPDYFrameReader()
        writer = try SPDYFrameWriter()
    }

    func start(_ listener: any SPDYListener) {
        self.listener = listener
    }

    // MARK: - Sending

    func send(_ bytes: ByteBuffer, on stream: UInt32) {
        guard streams[stream]?.serverSends == true else { return }
        var rest = bytes
        while let piece = rest.readSlice(length: min(rest.readableBytes, Self.maximumDataSize)),
            piece.readableBytes > 0
        {
            line.write(SPDYFrameWriter.dataHeader(stream: stream, count: piece.readableBytes))
            line.write(piece)
        }
    }

    /// Sends no more on the stream.
    func finish(_ stream: UInt32) {
        guard streams[stream]?.serverSends == true else { return }
        line.write(SPDYFrameWriter.dataHeader(stream: stream, count: 0, isLast: true))
        streams[stream]?.serverSends = false
        forget(stream)
    }

    /// Gives a stream up, or refuses one.
    func reset(_ stream: UInt32, status: UInt32 = SPDYCode.cancel) {
        line.write(SPDYFrameWriter.reset(stream: stream, status: status))
        streams[stream] = nil
    }

    func flush() { line.flush() }

    /// Ends the conversation.
    func close(status: UInt32 = 0) {
        guard !isClosing else { return }
        isClosing = true
        line.write(SPDYFrameWriter.goAway(lastStream: lastStream, status: status))
        line.flush()
        line.close(endsOutput: status != 0)
    }

    // MARK: - UpgradedConnection

    func received(_ bytes: ByteBuffer) {
        reader.append(bytes)
        do {
            while listener != nil, let frame = try reader.next() { try take(frame) }
            line.flush()
        } catch {
            close(status: SPDYCode.protocolError)
            end()
        }
    }

    func becameWritable() { listener?.becameWritable() }

    func timedOut() {
        close()
        end()
    }

    func closed() { end() }

    private func end() {
        let listener = listener
        self.listener = nil
        streams = [:]
        listener?.closed()
    }

    private func take(_ frame: SPDYFrame) throws {
        switch frame {
        case .open(let stream, let headers, let isLast):
            try open(stream, headers, isLast: isLast)
        case .data(let stream, let bytes, let isLast): receive(bytes, on: stream, isLast: isLast)
        case .reset(let stream, _):
            if streams.removeValue(forKey: stream) != nil { listener?.reset(stream) }
        // Numbers of our own would be even.
        case .ping(let number) where number % 2 == 1: line.write(SPDYFrameWriter.ping(number))
        case .goAway:
            // Its streams go on until they end; kubectl closes the connection then.
            return
        case .headers(let stream, _, let isLast):
            if isLast { endOfInput(stream) }
        case .ping, .reply, .windowUpdate, .settings, .unknown: return
        }
    }

    private func open(_ stream: UInt32, _ headers: [SPDYHeader], isLast: Bool) throws {
        guard stream % 2 == 1, stream > lastStream else {
            throw SPDYFrameReader.Failure("stream \(stream) after \(lastStream)")
        }
        lastStream = stream
        guard !isClosing, streams.count < Self.maximumStreams else {
            return reset(stream, status: SPDYCode.refusedStream)
        }
        streams[stream] = Stream(clientSends: true)
        guard listener?.opened(stream, headers) == true else {
            return reset(stream, status: SPDYCode.refusedStream)
        }
        line.write(try writer.reply(stream: stream))
        if isLast { endOfInput(stream) }
    }

    private func receive(_ bytes: ByteBuffer, on stream: UInt32, isLast: Bool) {
        // What was on its way to a stream that is gone is dropped.
        guard streams[stream]?.clientSends == true else { return }
        let count = bytes.readableBytes
        if count > 0 {
            unreported += count
            streams[stream]!.unreported += count
            if streams[stream]!.unreported >= Self.windowStep, !isLast { report(stream) }
            if unreported >= Self.windowStep {
                line.write(SPDYFrameWriter.windowUpdate(stream: 0, delta: UInt32(unreported)))
                unreported = 0
            }
            listener?.received(bytes, on: stream)
        }
        if isLast { endOfInput(stream) }
    }

    private func report(_ stream: UInt32) {
        let count = UInt32(streams[stream]!.unreported)
        line.write(SPDYFrameWriter.windowUpdate(stream: stream, delta: count))
        streams[stream]!.unreported = 0
    }

    private func endOfInput(_ stream: UInt32) {
        guard streams[stream]?.clientSends == true else { return }
        streams[stream]?.clientSends = false
        listener?.ended(stream)
        forget(stream)
    }

    private func forget(_ stream: UInt32) {
        guard let state = streams[stream], !state.clientSends, !state.serverSends else { return }
        streams[stream] = nil
    }
}
