import Glibc
import KubernetesClient
import NIOCore
import NIOPosix

/// Carries bytes between a client and a process. Bound to the connection's event loop, on which its
/// pipes are too: nothing is handed from thread to thread.
final class RemoteSession: RemoteListener {
    /// How long the client may take to open its streams.
    private static let patience = TimeAmount.seconds(30)
    /// How long output is waited for that the process has left in its terminal.
    private static let drainTime = TimeAmount.milliseconds(100)

    private let transport: any RemoteTransport
    private let eventLoop: any EventLoop
    private let ready: EventLoopPromise<Void>
    private let ended: EventLoopPromise<Void>
    private var timer: Scheduled<Void>?
    private var process: (any RemoteProcess)?
    /// Where the client's input goes; gone once that is closed.
    private var input: (any Channel)?
    private var hasInput = true
    /// What came before there was a process.
    private var early: [ByteBuffer] = []
    private var hasEarlyEnd = false
    private var lastSize: (columns: UInt16, rows: UInt16)?
    private var outputs: [RemoteOutput] = []
    private var outcome: RemoteOutcome?
    private var isOver = false

    init(_ transport: any RemoteTransport, on eventLoop: any EventLoop) {
        self.transport = transport
        self.eventLoop = eventLoop
        ready = eventLoop.makePromise()
        ended = eventLoop.makePromise()
    }

    func start() {
        timer = eventLoop.assumeIsolated().scheduleTask(in: Self.patience) { [weak self] in
            self?.end(.failed("timed out waiting for client to create streams"))
        }
        transport.start(self)
    }

    /// Succeeds when the process can be started; fails where the client has gone before.
    var isReadyFuture: EventLoopFuture<Void> { ready.futureResult }
    /// Succeeds when all is over, whoever ended it.
    var endFuture: EventLoopFuture<Void> { ended.futureResult }

    /// Begins to carry bytes.
    func connect(_ process: any RemoteProcess) throws {
        self.process = process
        let descriptors = process.takeDescriptors()
        guard !isOver else { return Self.close(descriptors) }
        if let lastSize { process.resize(columns: lastSize.columns, rows: lastSize.rows) }
        for (stream, descriptor) in [
            (RemoteStream.output, descriptors.output),
            (.errorOutput, descriptors.errorOutput),
        ] {
            guard let descriptor else { continue }
            let output = RemoteOutput(stream, descriptor, transport) { [weak self] in
                self?.finishIfDrained()
            }
            outputs.append(output)
            let handed = ChannelDescriptor(descriptor, on: eventLoop)
            NIOPipeBootstrap(group: eventLoop)
                .channelInitializer(handed.initializer(output))
                .takingOwnershipOfDescriptor(input: descriptor)
                .assumeIsolated().whenFailure { [weak self] _ in
                    handed.closeUnlessTaken()
                    output.isOpen = false
                    self?.finishIfDrained()
                }
        }
        if let descriptor = descriptors.input {
            connectInput(descriptor)
        } else {
            hasInput = false
            early = []
            transport.resumeReading()
        }
    }

    private func connectInput(_ descriptor: Int32) {
        let handed = ChannelDescriptor(descriptor, on: eventLoop)
        NIOPipeBootstrap(group: eventLoop)
            .channelInitializer(handed.initializer(RemoteInput(self)))
            .takingOwnershipOfDescriptor(output: descriptor)
            .assumeIsolated().whenComplete { [weak self] result in
                guard case .success(let channel) = result else {
                    handed.closeUnlessTaken()
                    self?.inputClosed()
                    return
                }
                self?.inputOpened(channel)
            }
    }

    private func inputOpened(_ channel: any Channel) {
        guard !isOver else { return channel.close(promise: nil) }
        input = channel
        for bytes in early { channel.write(bytes, promise: nil) }
        early = []
        channel.flush()
        if hasEarlyEnd { inputEnded() }
        if channel.isWritable { transport.resumeReading() }
    }

    /// The process reads no more.
    func inputClosed() {
        input = nil
        hasInput = false
        early = []
        transport.resumeReading()
    }

    func inputBecameWritable() { transport.resumeReading() }

    /// Tells the client how it ended, once it has all output.
    func end(_ outcome: RemoteOutcome) {
        guard self.outcome == nil, !isOver else { return }
        self.outcome = outcome
        if outputs.contains(where: \.isTerminal), outputs.contains(where: \.isOpen) {
            // What is in a terminal cannot be seen at once; its end comes right after it, unless
            // something that the process left behind holds it open.
            timer?.cancel()
            timer = eventLoop.assumeIsolated().scheduleTask(in: Self.drainTime) { [weak self] in
                self?.finish()
            }
        }
        finishIfDrained()
    }

    private func finishIfDrained() {
        guard outcome != nil, !isOver, outputs.allSatisfy(\.isDrained) else { return }
        finish()
    }

    private func finish() {
        guard let outcome, !isOver else { return }
        transport.finish(outcome)
        closed()
    }

    private static func close(_ descriptors: RemoteDescriptors) {
        for case let descriptor? in [
            descriptors.input, descriptors.output, descriptors.errorOutput,
        ] { Glibc.close(descriptor) }
    }

    // MARK: - RemoteListener

    func isReady() {
        timer?.cancel()
        ready.succeed()
    }

    func received(_ bytes: ByteBuffer) {
        guard hasInput, !isOver else { return }
        guard let input else {
            early.append(bytes)
            return transport.pauseReading()
        }
        input.writeAndFlush(bytes, promise: nil)
        if !input.isWritable { transport.pauseReading() }
    }

    func inputEnded() {
        guard let input else {
            hasEarlyEnd = true
            return
        }
        // After what was written.
        input.writeAndFlush(ByteBuffer()).assumeIsolated().whenComplete { _ in
            input.close(promise: nil)
        }
    }

    func resized(columns: UInt16, rows: UInt16) {
        lastSize = (columns, rows)
        process?.resize(columns: columns, rows: rows)
    }

    func becameWritable() {
        for output in outputs { output.resume() }
    }

    func closed() {
        guard !isOver else { return }
        isOver = true
        timer?.cancel()
        input?.close(promise: nil)
        for output in outputs { output.close() }
        outputs = []
        ready.fail(ChannelError.eof)
        ended.succeed()
    }
}
