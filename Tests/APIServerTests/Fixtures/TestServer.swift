import APIServer
import AccessControl
import AsyncHTTPClient
import Foundation
import JSON
import KubernetesAPI
import KubernetesClient
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import ServiceLifecycle

/// A running API server over fakes, in a folder of its own.
struct TestServer {
    let directory: String
    let port: Int
    let client: InMemoryClient
    let logs: FakeLogs
    let streams: FakeStreams
    let services: ServiceGroup
    let gatekeeper: Gatekeeper
    /// Has the administrator's certificate.
    let http: HTTPClient
    /// Trusts the server, and has no certificate.
    let anonymous: HTTPClient

    var url: String { "https://127.0.0.1:\(port)" }
    var kubeconfig: String { directory + "/kubeconfig" }
    var socket: String { directory + "/swiftlet.sock" }

    struct Answer {
        let status: Int
        let headers: HTTPHeaders
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    }

    func send(
        _ method: HTTPMethod, _ path: String, body: String? = nil, type: String? = nil,
        accept: String? = nil, anonymous isAnonymous: Bool = false
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        if let type { request.headers.add(name: "content-type", value: type) }
        if let accept { request.headers.add(name: "accept", value: accept) }
        let response = try await (isAnonymous ? anonymous : http)
            .execute(request, timeout: .seconds(10))
        let content = try await response.body.collect(upTo: 10 << 20)
        return Answer(
            status: Int(response.status.code), headers: response.headers,
            body: Array(content.readableBytesView))
    }

    /// A client of the administrator's that speaks one version of HTTP.
    func makeClient(_ version: HTTPClient.Configuration.HTTPVersion) throws -> HTTPClient {
        try administratorClient(directory: directory, version)
    }

    /// A response whose body is read as it comes.
    func open(_ path: String) async throws -> HTTPClientResponse {
        try await http.execute(HTTPClientRequest(url: url + path), timeout: .seconds(30))
    }

    /// Waits until a condition holds, which is a matter of milliseconds; false after 5 s.
    static func eventually(_ condition: () -> Bool) async throws -> Bool {
        for _ in 0..<500 {
            if condition() { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }
}

/// Runs `body` with a server that ends with it.
///
/// - Parameter served: what the server serves; nil for `TestServer.client`.
func withServer<Result: Sendable>(
    serving served: (any KubernetesClient)? = nil, handshakeTimeout: Duration = .seconds(10),
    stalledClientTimeout: Duration = .seconds(120), shutdownGrace: Duration = .seconds(1),
    streamIdleTimeout: Duration = .seconds(3600), idleTimeout: Duration = .seconds(90),
    _ body: @Sendable (TestServer) async throws -> Result
) async throws -> Result {
    // In memory where there is such a folder: tests that run side by side wait for no disk.
    let parent = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
    let directory = "\(parent)/swiftlet-apiserver-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    var logger = Logger(label: "test")
    logger.logLevel = .error
    let (ports, running) = AsyncStream.makeStream(of: Int.self)
    let client = InMemoryClient()
    let logs = FakeLogs()
    let streams = FakeStreams()
    var configuration = APIServerConfiguration(
        port: 0, socketPath: directory + "/swiftlet.sock", stateDirectory: directory,
        version: "0.1.0")
    configuration.handshakeTimeout = handshakeTimeout
    configuration.stalledClientTimeout = stalledClientTimeout
    configuration.shutdownGrace = shutdownGrace
    configuration.streamIdleTimeout = streamIdleTimeout
    configuration.idleTimeout = idleTimeout
    configuration.idleConnectionTimeout = idleTimeout
    let pki = try await configuration.makePKI(logger: logger)
    let gatekeeper = try makeGatekeeper(directory: directory, served ?? client, logger: logger)
    let server = APIServer(
        configuration: configuration, client: served ?? client, logs: logs, streams: streams,
        node: FakeNode(), images: FakeImages(), pki: pki, gatekeeper: gatekeeper,
        status: { ["version": "0.1.0"] },
        logger: logger, onRunning: { running.yield($0) })
    let services = ServiceGroup(services: [server], logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { running.finish() }
            try await services.run()
        }
        guard let port = await ports.first(where: { _ in true }) else {
            try await group.next()
            throw CancellationError()
        }
        let http = try administratorClient(directory: directory)
        let anonymous = try anonymousClient(directory: directory)
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(
                try await body(
                    TestServer(
                        directory: directory, port: port, client: client, logs: logs,
                        streams: streams, services: services, gatekeeper: gatekeeper, http: http,
                        anonymous: anonymous)))
        } catch {
            result = .failure(error)
        }
        try await http.shutdown()
        try await anonymous.shutdown()
        await services.triggerGracefulShutdown()
        try await group.waitForAll()
        return try result.get()
    }
}

/// The default roles, keys of its own and an audit log in `directory`.
func makeGatekeeper(
    directory: String, _ objects: any KubernetesClient, logger: Logger
) throws -> Gatekeeper {
    let now = { @Sendable in
        Timestamp(secondsSince1970: Int64(Date().timeIntervalSince1970))
    }
    let keys = try SigningKeys(
        directory: directory + "/pki/service-accounts", now: now().secondsSince1970,
        logger: logger)
    return Gatekeeper(
        authorizer: RBACAuthorizer(.bootstrap), tokens: ServiceAccountTokens(keys: keys, now: now),
        objects: objects,
        audit: try AuditLog(path: directory + "/audit.log", logger: logger))
}

private func administratorClient(
    directory: String, _ version: HTTPClient.Configuration.HTTPVersion = .automatic
) throws -> HTTPClient {
    var tls = try clientConfiguration(directory: directory)
    tls.certificateChain = try NIOSSLCertificate.fromPEMFile(directory + "/pki/admin.crt")
        .map { .certificate($0) }
    tls.privateKey = .privateKey(
        try NIOSSLPrivateKey(file: directory + "/pki/admin.key", format: .pem))
    var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
    configuration.httpVersion = version
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
}

private func anonymousClient(directory: String) throws -> HTTPClient {
    HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: .init(tlsConfiguration: try clientConfiguration(directory: directory)))
}

private func clientConfiguration(directory: String) throws -> TLSConfiguration {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.trustRoots = .certificates(
        try NIOSSLCertificate.fromPEMFile(directory + "/pki/ca.crt"))
    return tls
}
