import AsyncHTTPClient
import HTTPTypes
import HummingbirdCore
import KubernetesAPI
import KubernetesClient
import NIOCore
import NIOHTTP1
import NIOSSL

extension ResourceHandler {
    /// Passes a request on to a port of a Pod, and the answer back.
    ///
    /// - Parameter name: `NAME`, `NAME:PORT` or `SCHEME:NAME:PORT`.
    func proxyToPod(
        _ request: RESTRequest, _ path: ResourcePath, name: String
    ) async throws -> Response {
        let target = try PodProxyTarget(name)
        let pod = Pod(
            json: try await client.get(.pods, namespace: path.namespace, name: target.name))
        let place = try target.location(of: pod)
        let subpath = PodProxyTarget.path(in: request.target)
        if let upgrade = request.headers[.upgrade], !target.isTLS, let slot = request.upgradeSlot {
            slot.plan =
                PodProxyUpgrade(
                    request: request, path: subpath, host: place.host, port: place.port,
                    protocolName: upgrade
                ).plan
            return Response(status: .switchingProtocols)
        }
        guard !subpath.isEmpty else {
            // Links in what is answered are relative to a folder.
            return Response(
                status: .movedPermanently,
                headers: [.location: request.path + "/" + request.queryText])
        }
        return try await pass(request, target, to: place, subpath)
    }

    private func pass(
        _ request: RESTRequest, _ target: PodProxyTarget, to place: (host: String, port: Int),
        _ subpath: String
    ) async throws -> Response {
        let host = place.host.contains(":") ? "[\(place.host)]" : place.host
        let authority = "\(host):\(place.port)"
        let scheme = target.isTLS ? "https" : "http"
        var outgoing = HTTPClientRequest(
            url: "\(scheme)://\(authority)\(subpath)\(request.queryText)")
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        for field in ProxiedHeaders.request(request.headers) {
            outgoing.headers.add(name: field.name.rawName, value: field.value)
        }
        if let length = request.headers[.contentLength].flatMap({ Int64($0) }) {
            outgoing.body = .stream(request.body, length: .known(length))
        } else if request.headers[.transferEncoding] != nil {
            outgoing.body = .stream(request.body, length: .unknown)
        }
        let answer: HTTPClientResponse
        do {
            answer = try await Self.proxyClient.execute(outgoing, deadline: .distantFuture)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw APIError.unreachable("\(authority): \(error)")
        }
        let prefix = String(request.path.dropLast(ProxiedHeaders.decoded(subpath).count))
        return Response(
            status: HTTPResponse.Status(
                code: Int(answer.status.code), reasonPhrase: answer.status.reasonPhrase),
            headers: ProxiedHeaders.response(
                answer.headers.map { ($0.name, $0.value) }, from: "\(scheme)://\(authority)",
                behind: prefix),
            body: ResponseBody { writer in
                for try await piece in answer.body { try await writer.write(piece) }
                try await writer.finish(nil)
            })
    }

    /// A Pod's certificate is its own affair, as in Kubernetes.
    private static let proxyClient: HTTPClient = {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateVerification = .none
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(10)
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}

/// Which headers go through the proxy.
enum ProxiedHeaders {
    /// Those that are for the next hop only (RFC 9110, section 7.6.1), and who the client is, which
    /// is not the Pod's business.
    private static let dropped: Set<String> = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization",
        "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    static func request(_ headers: HTTPFields) -> [HTTPField] {
        headers.filter { field in
            let name = field.name.canonicalName
            return !dropped.contains(name) && name != "authorization" && name != "content-length"
                && name != "host" && !name.hasPrefix("impersonate-")
        }
    }

    /// - Parameters:
    ///   - origin: `http://10.88.0.2:8080`, from which the answer comes.
    ///   - prefix: where that is for the client.
    static func response(
        _ headers: [(name: String, value: String)], from origin: String, behind prefix: String
    ) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in headers {
            guard let name = HTTPField.Name(name), !dropped.contains(name.canonicalName) else {
                continue
            }
            let value = name == .location ? location(value, origin, prefix) : value
            fields.append(HTTPField(name: name, value: value))
        }
        return fields
    }

    /// A place in the Pod, as the client finds it.
    private static func location(_ value: String, _ origin: String, _ prefix: String) -> String {
        let path = value.hasPrefix(origin) ? String(value.dropFirst(origin.count)) : value
        return path.hasPrefix("/") && !path.hasPrefix("//") ? prefix + path : value
    }

    static func decoded(_ path: String) -> String { PercentEncoding.decode(path) ?? path }
}
