import AccessControl
import Glibc
import HummingbirdCore
import HummingbirdHTTP2
import JSON
import KubernetesAPI
import KubernetesClient
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// The Kubernetes API over HTTP, on a TLS port and on a unix socket.
///
/// It knows HTTP and the forms of the API; what the objects mean is the client's business.
public struct APIServer: ServiceLifecycle.Service {
    let configuration: APIServerConfiguration
    private let resources: ResourceHandler
    private let images: ImageHandler
    private let files: FileHandler
    private let inFlight: InFlightLimit
    private let metrics: RequestMetrics
    private let pki: PKI
    private let gatekeeper: Gatekeeper
    private let connections = ClientConnections()
    private let status: @Sendable () async -> JSONValue
    let logger: Logger
    private let onRunning: @Sendable (Int) async -> Void
    let onReachableByPods: @Sendable (_ address: String, _ port: Int) async -> Void

    /// - Parameters:
    ///   - client: what the requests become.
    ///   - streams: what reaches into Pods.
    ///   - node: what a Node's `proxy` reaches.
    ///   - files: what copies files out of containers and into them.
    ///   - pki: the server's certificate, and the authority of its clients' ones.
    ///   - gatekeeper: decides about each request before it becomes anything.
    ///   - status: the content of `/swiftlet/v1/status`.
    ///   - onRunning: called with the TCP port once both listeners take connections and the
    ///     kubeconfig is written.
    ///   - onReachableByPods: called with the address and port for Pods, where there is one.
    public init(
        configuration: APIServerConfiguration, client: any KubernetesClient,
        logs: any PodLogSource, streams: (any PodStreamSource)? = nil,
        node: (any NodeEndpoint)? = nil, images: any ImageEndpoint,
        files: (any PodFileAccess)? = nil,
        pki: PKI, gatekeeper: Gatekeeper,
        status: @escaping @Sendable () async -> JSONValue, logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in },
        onReachableByPods:
            @escaping @Sendable (_ address: String, _ port: Int) async -> Void = { _, _ in }
    ) {
        self.configuration = configuration
        resources = ResourceHandler(
            client: client, logs: logs, streamSource: streams, nodeEndpoint: node,
            reviews: gatekeeper.reviews,
            maximumBodySize: configuration.maximumBodySize)
        self.images = ImageHandler(images: images, maximumBodySize: configuration.maximumBodySize)
        self.files = FileHandler(files: files)
        inFlight = InFlightLimit(
            reads: configuration.maximumReadsInFlight, writes: configuration.maximumWritesInFlight)
        metrics = RequestMetrics(inFlight: inFlight)
        self.pki = pki
        self.gatekeeper = gatekeeper
        self.status = status
        self.logger = logger
        self.onRunning = onRunning
        self.onReachableByPods = onReachableByPods
    }

    /// Serves until the service group shuts down; watches and logs then end at once, other requests
    /// have `shutdownGrace`.
    ///
    /// - Throws: `APIServerError`, or why the certificates could not be made.
    public func run() async throws {
        let socket = UnixSocket(path: configuration.socketPath)
        try socket.prepare()
        defer { socket.remove() }
        let tracker = ConnectionTracker()
        let (starts, started) = AsyncStream.makeStream(of: Start.self)
        defer { started.finish() }
        let secure = try secureServer(
            pki: pki, tracker: tracker, host: configuration.host, port: configuration.port
        ) { started.yield(.secure(port: $0)) }
        let plain = plainServer(socket: socket, tracker: tracker, started: started)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listen(secure, on: address) }
            group.addTask { try await listen(plain, on: socket.path) }
            group.addTask { try await listenForPods(pki: pki, tracker: tracker) }
            group.addTask { try await announce(starts, socket: socket, pki: pki) }
            group.addTask { try await closeAfterShutdown(tracker) }
            defer { group.cancelAll() }
            // The servers and the announcement end by themselves; what ends first in failure ends
            // all.
            for _ in 0..<4 { try await group.next() }
        }
    }

    private enum Start {
        case secure(port: Int)
        case plain
    }

    private var address: String { "\(configuration.host):\(configuration.port)" }

    /// - Parameter onRunning: called with the port that is listened on.
    func secureServer(
        pki: PKI, tracker: ConnectionTracker, host: String, port: Int,
        onRunning: @escaping @Sendable (Int) async -> Void
    ) throws -> Server<TrackedChannel<HTTP2UpgradeChannel>> {
        let router = router
        let channel = try HTTP2UpgradeChannel(
            tlsConfiguration: try Self.tlsConfiguration(pki),
            configuration: HTTP2ChannelConfiguration(
                idleTimeout: configuration.idleConnectionTimeout,
                gracefulCloseTimeout: configuration.shutdownGrace,
                streamConfiguration: streamConfiguration)
        ) { [connections] request, writer, channel in
            let connection = await connections.connection(of: channel)
            try await router.respond(to: request, from: connection, on: channel, writer)
        }
        return Server(
            childChannelSetup: TrackedChannel(
                base: channel, tracker: tracker,
                handshakeLimit: TimeAmount(configuration.handshakeTimeout), idleLimit: idleLimit),
            configuration: ServerConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { await onRunning($0.localAddress?.port ?? 0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: listenerLogger)
    }

    private func plainServer(
        socket: UnixSocket, tracker: ConnectionTracker, started: AsyncStream<Start>.Continuation
    ) -> Server<TrackedChannel<HTTP1Channel>> {
        let router = router
        let channel = HTTP1Channel(
            responder: { request, writer, channel in
                try await router.respond(to: request, from: .socket, on: channel, writer)
            }, configuration: streamConfiguration)
        return Server(
            childChannelSetup: TrackedChannel(
                base: channel, tracker: tracker, idleLimit: idleLimit),
            configuration: ServerConfiguration(
                address: .unixDomainSocket(path: socket.temporaryPath)),
            onServerRunning: { _ in started.yield(.plain) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: listenerLogger)
    }

    private var idleLimit: TimeAmount? {
        let limit = configuration.streamIdleTimeout
        return limit > .zero ? TimeAmount(limit) : nil
    }

    /// A connection without a request, and a request that does not go on, are dropped when idle; so
    /// is a client that does not read its answer.
    private var streamConfiguration: HTTP1Channel.Configuration {
        let limit = TimeAmount(configuration.stalledClientTimeout)
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                StalledClientDeadline(limit: limit), UnknownMethodAnswer(),
            ],
            idleTimeout: TimeAmount(configuration.idleTimeout))
    }

    /// Hummingbird tells of each listener on level info, and of the socket by the path it is bound
    /// to; what is worth knowing is logged once all is in place.
    private var listenerLogger: Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .notice)
        return logger
    }

    private var router: RequestRouter {
        RequestRouter(
            resources: resources, images: images, files: files, gatekeeper: gatekeeper,
            status: status,
            version: VersionInfo(swiftletVersion: configuration.version),
            inFlight: inFlight, metrics: metrics,
            serverAddress: "\(configuration.clientHost):\(configuration.port)")
    }

    private static func tlsConfiguration(_ pki: PKI) throws -> TLSConfiguration {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(pki.serverCertificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(pki.serverKey.utf8), format: .pem)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        tls.trustRoots = .certificates(
            try NIOSSLCertificate.fromPEMBytes(Array(pki.authorityCertificate.utf8)))
        tls.certificateVerification = .optionalVerification
        tls.minimumTLSVersion = .tlsv12
        return tls
    }

    private func listen(_ server: some ServiceLifecycle.Service, on address: String) async throws {
        do {
            try await server.run()
        } catch let error as IOError {
            throw APIServerError(error, address: address)
        } catch is SocketAddressError {
            throw APIServerError.cannotResolve(host: configuration.host)
        }
    }

    /// Writes the kubeconfig and makes the socket visible once both listeners are there.
    private func announce(
        _ starts: AsyncStream<Start>, socket: UnixSocket, pki: PKI
    ) async throws {
        var waiting = 2
        var port = configuration.port
        for await start in starts {
            waiting -= 1
            if case .secure(let bound) = start { port = bound }
            if waiting == 0 { break }
        }
        guard waiting == 0 else { return }
        let server = "https://\(configuration.clientHost):\(port)"
        try AdministratorKubeconfig(server: server, pki: pki)
            .write(to: configuration.stateDirectory + "/kubeconfig")
        // Last, since whoever waits for the daemon waits for the socket, and may use all then.
        try socket.publish()
        logger.info(
            "the API server is running",
            metadata: ["server": "\(server)", "socket": "\(socket.path)"])
        await onRunning(port)
    }

    private func closeAfterShutdown(_ tracker: ConnectionTracker) async throws {
        try await gracefulShutdown()
        try await Task.sleep(for: configuration.shutdownGrace)
        tracker.closeAll()
    }
}

extension APIServerError {
    init(_ error: IOError, address: String) {
        self =
            switch error.errnoCode {
            case EADDRINUSE: .addressInUse(address)
            case EADDRNOTAVAIL: .addressNotAvailable(address)
            default: .cannotListen(address: address, errno: error.errnoCode)
            }
    }
}

extension RequestRouter {
    func respond(
        to request: Request, from connection: ClientConnection, on channel: any Channel,
        _ writer: consuming ResponseWriter
    ) async throws {
        let answer = await respond(to: request, from: connection)
        try await answer.send(writer, on: channel, gatekeeper)
    }
}
