import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import OCI
import Synchronization

/// Speaks HTTP with registries: tokens, redirects, retries.
final class RegistryClient: Sendable {
    /// Something below `/v2/<repository>/` of a registry.
    struct Request: Sendable {
        var method: HTTPMethod
        var endpoint: RegistryEndpoint
        var repository: String
        /// `manifests/latest`
        var path: String
        var credentialName: String

        var url: String {
            "\(endpoint.isSecure ? "https" : "http")://\(endpoint.host)/v2/\(repository)/\(path)"
        }
    }

    /// A failure that may pass when the request is made once more.
    struct Interruption: Error {
        var reason: String
        /// What the registry asks for.
        var delay: Duration?
    }

    /// Tries before giving up, and the wait after each failed one.
    private static let delays: [Duration] = [.milliseconds(200), .milliseconds(800)]
    private static let maximumRedirects = 5
    private static let accept =
        [MediaType.ociIndex, MediaType.ociManifest, MediaType.dockerManifestList]
        + [MediaType.dockerManifest]

    private let http: HTTPClient
    private let authenticator: RegistryAuthenticator
    private let logger: Logger

    init(credentials: [String: RegistryCredential], logger: Logger) {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(connect: .seconds(10), read: .seconds(30)))
        // Otherwise a refused connection is tried again until the time is over.
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        authenticator = RegistryAuthenticator(credentials: credentials)
        self.logger = logger
    }

    deinit {
        http.shutdown { _ in }
    }

    /// Makes a request and hands a successful answer to `body`; both are repeated where they are
    /// interrupted.
    func send<Result>(
        _ request: Request, _ body: (HTTPClientResponse) async throws -> Result
    ) async throws(ImageStoreError) -> Result {
        var attempt = 0
        while true {
            do {
                return try await body(try await sendOnce(request))
            } catch {
                guard !Task.isCancelled else {
                    throw ImageStoreError(.cancelled, "cancelled")
                }
                guard let interruption = RegistryFailure.interruption(error) else {
                    throw ImageStoreError(error, otherwise: .registryUnavailable)
                }
                guard attempt < Self.delays.count else {
                    throw ImageStoreError(
                        .registryUnavailable,
                        "\(request.endpoint) cannot be reached: \(interruption.reason)")
                }
                logger.debug(
                    "trying a registry once more",
                    metadata: ["url": "\(request.url)", "error": "\(interruption.reason)"])
                try await Self.wait(min(interruption.delay ?? Self.delays[attempt], .seconds(5)))
                attempt += 1
            }
        }
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
        var hasAuthenticated = false
        for _ in 0...(Self.maximumRedirects + 1) {
            var message = HTTPClientRequest(url: url)
            message.method = request.method
            for type in Self.accept { message.headers.add(name: "accept", value: type) }
            let isSameHost = RegistryURL.origin(url) == RegistryURL.origin(request.url)
            if isSameHost, let authorization = authenticator.authorization(for: request) {
                message.headers.add(name: "authorization", value: authorization)
            }
            // The time is that of the answer's head; a body may take as long as something arrives.
            let response = try await http.execute(message, timeout: .seconds(90), logger: nil)
            switch response.status.code {
            case 200...299: return response
            case 301, 302, 303, 307, 308:
                url = try redirect(response, from: url, request)
            case 401 where isSameHost && !hasAuthenticated:
                hasAuthenticated = true
                try await authenticator.authenticate(request, challenged: response, http: http)
            default: throw await RegistryFailure.failure(response, request: request)
            }
        }
        throw ImageStoreError(
            .registryUnavailable, "\(request.endpoint) redirects without end")
    }

    /// Where to go on; never from https to http.
    private func redirect(
        _ response: HTTPClientResponse, from url: String, _ request: Request
    ) throws -> String {
        guard let location = response.headers.first(name: "location"),
            let target = RegistryURL.resolve(location, from: url)
        else {
            throw ImageStoreError(
                .registryUnavailable, "\(request.endpoint) redirects to no address")
        }
        guard target.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw ImageStoreError(
                .registryUnavailable, "\(request.endpoint) redirects from https to http: refused")
        }
        return target
    }
}
