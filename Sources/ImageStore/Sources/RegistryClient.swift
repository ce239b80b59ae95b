import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import OCI
import Synchronization

/// Speaks HTTP with registries: tokens, redirects, proxies, retries.
final class RegistryClient: Sendable {
    /// Something below `/v2/<repository>/` of a registry.
    struct Request: Sendable {
        var method: HTTPMethod
        var host: RegistryHost
        var repository: String
        /// `manifests/latest`
        var path: String
        var credential: RegistryCredential?
        /// What the repository is wanted for, as tokens have it.
        var actions = "pull"
        /// Computed for each attempt.
        var headers: @Sendable () -> [(name: String, value: String)] = { [] }
        var body: (@Sendable () throws -> HTTPClientRequest.Body)?
        /// An address that the registry gave, instead of the path's.
        var location: String?

        var url: String {
            if let location { return location }
            let root = host.endpoint.root.isEmpty ? "" : "/\(host.endpoint.root)"
            let scheme = host.endpoint.isSecure ? "https" : "http"
            let url = "\(scheme)://\(host.endpoint.host)\(root)/\(repository)/\(path)"
            guard let namespace = host.namespace else { return url }
            return url + (url.contains("?") ? "&" : "?") + "ns=\(RegistryURL.escape(namespace))"
        }

        /// Where credentials may be sent, as far as the registry asks for them itself.
        var origin: String? {
            RegistryURL.origin(
                "\(host.endpoint.isSecure ? "https" : "http")://\(host.endpoint.host)")
        }
    }

    /// A failure that may pass when the request is made once more.
    struct Interruption: Error {
        var reason: String
        /// What the registry asks for.
        var delay: Duration?
        /// Whether the registry is there, and only busy.
        var isAnswer = false
    }

    /// The waits after failed attempts at a host that does not answer: the next one is asked soon.
    private static let silentDelays: [Duration] = [.milliseconds(200), .milliseconds(800)]
    /// Those at a host that answers and is busy, or breaks off.
    private static let busyDelays: [Duration] = [
        .milliseconds(200), .milliseconds(800), .seconds(2), .seconds(5),
    ]
    /// The longest wait that is made; a registry that asks for more is left alone for now.
    private static let maximumDelay = Duration.seconds(30)
    private static let maximumRedirects = 5
    private static let accept =
        [MediaType.ociIndex, MediaType.ociManifest, MediaType.dockerManifestList]
        + [MediaType.dockerManifest]

    private let direct: HTTPClient
    private let proxied = Mutex<[ProxySettings.Server: HTTPClient]>([:])
    private let proxy: ProxySettings
    private let authenticator = RegistryAuthenticator()
    /// For so long nothing may arrive.
    private let patience: Duration
    private let logger: Logger

    init(proxy: ProxySettings, patience: Duration = .seconds(30), logger: Logger) {
        self.proxy = proxy
        self.patience = patience
        direct = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: Self.configuration(proxy: nil, patience))
        self.logger = logger
    }

    deinit {
        direct.shutdown { _ in }
        for client in proxied.withLock({ $0.values }) { client.shutdown { _ in } }
    }

    private static func configuration(
        proxy: HTTPClient.Configuration.Proxy?, _ patience: Duration
    ) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(
                connect: .seconds(10), read: TimeAmount(patience)),
            proxy: proxy)
        // Otherwise a refused connection is tried again until the time is over.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private func client(for url: String) -> HTTPClient {
        guard let server = proxy.server(for: url) else { return direct }
        return proxied.withLock { clients in
            if let client = clients[server] { return client }
            let client = HTTPClient(
                eventLoopGroupProvider: .singleton,
                configuration: Self.configuration(proxy: server.proxy, patience))
            clients[server] = client
            return client
        }
    }

    /// Makes a request and hands a successful answer to `body`; both are repeated where they are
    /// interrupted.
    ///
    /// - Parameter mark: how far `body` has come; an attempt that gets on is not counted as failed.
    func send<Result>(
        _ request: Request, mark: () -> Int64 = { 0 },
        _ body: (HTTPClientResponse) async throws -> Result
    ) async throws(ImageStoreError) -> Result {
        var attempt = 0
        while true {
            let start = mark()
            do {
                return try await body(try await sendOnce(request))
            } catch {
                guard !Task.isCancelled else {
                    throw ImageStoreError(.cancelled, "cancelled")
                }
                guard let interruption = RegistryFailure.interruption(error) else {
                    throw ImageStoreError(error, otherwise: .registryUnavailable)
                }
                if mark() > start { attempt = 0 }
                let delays = interruption.isAnswer ? Self.busyDelays : Self.silentDelays
                guard attempt < delays.count else {
                    throw ImageStoreError(
                        .registryUnavailable,
                        "\(request.host.endpoint) cannot be reached: \(interruption.reason)")
                }
                if let delay = interruption.delay, delay > Self.maximumDelay {
                    throw ImageStoreError(
                        .registryUnavailable,
                        "\(request.host.endpoint) wants to be asked again in "
                            + "\(delay.components.seconds) s: \(interruption.reason)")
                }
                logger.debug(
                    "trying a registry once more",
                    metadata: ["url": "\(request.url)", "error": "\(interruption.reason)"])
                try await Self.wait(interruption.delay ?? Self.jittered(delays[attempt]))
                attempt += 1
            }
        }
    }

    /// Not all who were refused at once come back at once.
    private static func jittered(_ delay: Duration) -> Duration {
        delay * Double.random(in: 0.8...1.2)
    }

    private static func wait(_ duration: Duration) async throws(ImageStoreError) {
        do {
            try await Task.sleep(for: duration)
        } catch {
            throw ImageStoreError(error, otherwise: .cancelled)
        }
    }

    private func sendOnce(_ request: Request) async throws -> HTTPClientResponse {
        var url = request.url
        /// Where a challenge was answered: a second one is a refusal.
        var admitted: Set<String> = []
        var hasBegunAnew = false
        for _ in 0...(2 * Self.maximumRedirects) {
            let isRegistry = RegistryURL.origin(url) == request.origin
            let http = client(for: url)
            // The time is that of the answer's head; a body may take as long as something arrives.
            // Nobody knows how long what is sent takes.
            let response = try await http.execute(
                try message(request, to: url, isRegistry: isRegistry),
                timeout: request.body == nil ? .seconds(90) : .hours(24), logger: nil)
            switch response.status.code {
            case 200...299: return response
            // Some registries know no HEAD for manifests; whoever asks goes on without.
            case 405 where request.method == .HEAD, 501 where request.method == .HEAD:
                return response
            case 301, 302, 303, 307, 308:
                url = try redirect(response, from: url, request)
            case 401
            where (isRegistry || RegistryAuthenticator.offersTokens(response))
                && admitted.insert(RegistryURL.origin(url) ?? url).inserted:
                try await authenticator.authenticate(
                    request, at: url, challenged: response, client: client)
            case let code
            where RegistryFailure.refusals.contains(code) && !isRegistry && !hasBegunAnew
                && request.location == nil:
                // Signed addresses expire; the registry gives another one.
                hasBegunAnew = true
                url = request.url
            default:
                throw await RegistryFailure.failure(
                    response, request: request, elsewhere: isRegistry ? nil : url)
            }
        }
        throw ImageStoreError(
            .registryUnavailable, "\(request.host.endpoint) redirects without end")
    }

    /// What is meant for the registry alone, its own addresses get: where it redirects to, and where it
    /// has uploads sent to, may be anybody's.
    private func message(
        _ request: Request, to url: String, isRegistry: Bool
    ) throws -> HTTPClientRequest {
        var message = HTTPClientRequest(url: url)
        message.method = request.method
        if request.method == .GET || request.method == .HEAD {
            for type in Self.accept { message.headers.add(name: "accept", value: type) }
        }
        message.headers.add(name: "user-agent", value: "swiftlet")
        for header in request.headers() {
            message.headers.replaceOrAdd(name: header.name, value: header.value)
        }
        message.body = try request.body?()
        if isRegistry {
            message.tlsConfiguration = request.host.tlsConfiguration
            for header in request.host.headers {
                message.headers.add(name: header.name, value: header.value)
            }
        }
        if let authorization = authenticator.authorization(for: request, at: url) {
            message.headers.replaceOrAdd(name: "authorization", value: authorization)
        }
        return message
    }

    /// Where to go on; never from https to http.
    private func redirect(
        _ response: HTTPClientResponse, from url: String, _ request: Request
    ) throws -> String {
        guard let location = response.headers.first(name: "location"),
            let target = RegistryURL.resolve(location, from: url)
        else {
            throw ImageStoreError(
                .registryUnavailable, "\(request.host.endpoint) redirects to no address")
        }
        guard target.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw ImageStoreError(
                .registryUnavailable,
                "\(request.host.endpoint) redirects from https to http: refused")
        }
        return target
    }
}
