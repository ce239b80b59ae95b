import APIServer
import AccessControl
import ContainerRuntime
import ImageStore
import JSON
import Kubelet
import KubernetesClient
import LinuxSystem
import Logging
import ObjectStore
import Registry
import ServiceLifecycle
import UnixSignals

/// The daemon: what it consists of, and the order in which that starts and ends.
struct Daemon {
    let configuration: DaemonConfiguration
    let logger: Logger

    /// Runs until SIGTERM or SIGINT; Pods go on unless `stopPodsOnExit`.
    ///
    /// - Throws: an error whose description is one sentence, where it cannot start.
    static func run(_ configuration: DaemonConfiguration) async throws {
        try Preflight.check(configuration)
        // Each container has some of its own, and a login shell allows 1,024.
        OpenFilesLimit.raise()
        let lock = try makeFolders(configuration)
        try await Daemon(configuration: configuration, logger: makeLogger(configuration)).run()
        _ = consume lock
    }

    private static func makeFolders(_ configuration: DaemonConfiguration) throws -> DaemonLock {
        try File.makeFolders(configuration.root, mode: 0o711)
        let lock = try DaemonLock(root: configuration.root)
        try File.makeFolders(configuration.runDirectory, mode: 0o711)
        try File.makeFolders(configuration.logDirectory)
        let record = DaemonRecord(configuration).json.serializedBytes(indent: 2)
        try File.writeDurably(record, to: configuration.root + "/daemon.json")
        return lock
    }

    private static func makeLogger(_ configuration: DaemonConfiguration) throws -> Logger {
        guard let level = Logger.Level(rawValue: configuration.logLevel) else {
            throw ConfigurationError(
                "--log-level \(configuration.logLevel): expected one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        return .ofDaemon(level: level)
    }

    private func run() async throws {
        let machine = MachineInfo.current()
        let nodeName = MachineInfo.hostName()
        let store = try ObjectStore(path: configuration.root + "/state.db")
        // The two look at the disk and at the machine; neither waits for the other.
        async let opening = OCIContainerRuntime.open(
            configuration.containerRuntime, logger: logger)
        let images = try await ImageStore.open(configuration.imageStore(logger))
        let runtime = try await opening
        let serving = configuration.apiServer(podGateway: await runtime.podGateway)
        let access = try await AccessService(configuration, serving: serving, logger: logger)
        let registry = Registry(
            store: store,
            configuration: RegistryConfiguration(
                nodeName: nodeName, rootCertificates: access.pki.authorityCertificate,
                mountsServiceAccountTokens: true,
                reviewPod: { try PodReview.review($0) }, tokenIssuer: access.tokens,
                authorizeWrite: access.authorizeWrite),
            logger: logger)
        try await registry.createInitialNamespaces()
        try await access.authorizer.prepare(registry)

        let events = EventRecorder(
            component: "kubelet", host: nodeName, now: RegistryConfiguration.systemClock
        ) { [logger] in
            logger.warning("event not written", metadata: ["error": "\($0)"])
        }
        let kubelet = Kubelet(
            configuration: configuration.kubelet(nodeName: nodeName, machine: machine),
            client: registry, runtime: runtime, images: images,
            events: RecordedPodEvents(recorder: events), logger: logger)
        let status = DaemonStatus(
            configuration: configuration, nodeName: nodeName, runtime: runtime, images: images,
            registry: registry, kubelet: kubelet)
        let server = APIServer(
            configuration: serving, client: registry, logs: kubelet, streams: kubelet,
            node: kubelet, images: StoredImages(images: images, runtime: runtime),
            files: kubelet, pki: access.pki,
            gatekeeper: access.gatekeeper(registry),
            status: { await status.json() }, logger: logger,
            onRunning: { status.serverStarted(port: $0) },
            onReachableByPods: { [logger] address, port in
                do {
                    try await registry.publish(ServerEndpoint(address: address, port: port))
                } catch {
                    logger.warning(
                        "Pods cannot find the API server", metadata: ["error": "\(error)"])
                }
            })
        // Ended in reverse order: no requests, then no decisions, then, where asked for, no Pods.
        // It describes the services in full where it debugs, and they have keys.
        var groupLogger = logger
        groupLogger.logLevel = max(logger.logLevel, .info)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: PodStopper(daemon: self, runtime: runtime)),
                    .init(service: Background { await registry.run() }),
                    .init(service: Background { await access.run(registry) }),
                    .init(service: Background { await events.run(writingTo: registry) }),
                    .init(service: Background { try await kubelet.run() }),
                    .init(service: WatchEnder(store: store)),
                    .init(service: server),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: groupLogger))
        try await group.run()
        logger.notice("the daemon has ended; Pods go on")
    }
}

/// A task that is cancelled when the daemon ends.
private struct Background: ServiceLifecycle.Service {
    let body: @Sendable () async throws -> Void

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await body() }
    }
}

/// Ends the watches of clients, so that the server's connections can end.
private struct WatchEnder: ServiceLifecycle.Service {
    let store: ObjectStore

    func run() async throws {
        try await gracefulShutdown()
        store.endWatches()
    }
}
