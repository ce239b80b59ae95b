import AccessControl
import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient

/// Finds what answers a path.
struct RequestRouter: Sendable {
    let resources: ResourceHandler
    let images: ImageHandler
    let files: FileHandler
    let gatekeeper: Gatekeeper
    let status: @Sendable () async -> JSONValue
    let version: VersionInfo
    let inFlight: InFlightLimit
    let metrics: RequestMetrics
    /// `127.0.0.1:6443`
    let serverAddress: String

    /// Authentication, authorization, then what answers the path.
    func respond(to head: Request, from connection: ClientConnection) async -> RoutedAnswer {
        var request: RESTRequest
        do {
            request = try RESTRequest(head)
        } catch {
            return RoutedAnswer(response: Response(failure: error), failure: error)
        }
        let slot = UpgradeSlot()
        request.upgradeSlot = slot
        let incoming = IncomingRequest(request, head, connection)
        var record = gatekeeper.record(incoming)
        var answer: RoutedAnswer
        do {
            let user = try await gatekeeper.admit(incoming, &record)
            let scope = RequestScope(user: user, attributes: record.attributes)
            let response = try await RequestScope.$current.withValue(scope) {
                try await inFlight.admit(request) { [request] in try await route(request) }
            }
            answer = RoutedAnswer(response: response, upgrade: slot.plan)
        } catch {
            answer = RoutedAnswer(response: Response(failure: error), failure: error as? APIError)
        }
        metrics.count(request, code: answer.response.status.code)
        answer.response.headers[.auditID] = record.identifier
        answer.record = record
        return answer
    }

    private func route(_ request: RESTRequest) async throws -> Response {
        switch request.segments.first {
        case nil: return try fixed(Discovery.paths, request)
        case "api": return try await routeCore(request)
        case "apis": return try await routeGroups(request)
        case "readyz", "livez", "healthz":
            try Self.checkMethod(request)
            return try HealthAnswer.respond(to: request)
        case "version" where request.segments.count == 1: return try fixed(version.json, request)
        case "metrics" where request.segments.count == 1:
            try Self.checkMethod(request)
            return .bytes(Array(metrics.text.utf8), type: PrometheusText.contentType)
        case "openapi":
            return try OpenAPIHandler.respond(to: request, request.segments.dropFirst())
        case "openid", ".well-known":
            return try OpenIDHandler(
                keys: gatekeeper.tokens.keys, serverAddress: serverAddress
            ).respond(to: request)
        case "swiftlet": return try await routeSwiftlet(request)
        default: throw APIError.noSuchPath
        }
    }

    private func routeCore(_ request: RESTRequest) async throws -> Response {
        let rest = request.segments.dropFirst()
        guard let version = rest.first else {
            return try discovery(
                request, Discovery.versions(serverAddress: serverAddress), Discovery.aggregatedCore)
        }
        return try await routeVersion(request, group: "", version: version, rest.dropFirst())
    }

    private func routeGroups(_ request: RESTRequest) async throws -> Response {
        let rest = request.segments.dropFirst()
        guard let group = rest.first else {
            return try discovery(request, Discovery.groups, Discovery.aggregatedGroups)
        }
        guard let version = rest.dropFirst().first else {
            guard !group.isEmpty, let served = APIGroupVersion.served(group: group) else {
                throw APIError.noSuchPath
            }
            return try fixed(Discovery.group(served), request)
        }
        return try await routeVersion(request, group: group, version: version, rest.dropFirst(2))
    }

    /// - Parameter segments: what follows the version.
    private func routeVersion(
        _ request: RESTRequest, group: String, version: String, _ segments: ArraySlice<String>
    ) async throws -> Response {
        guard let served = APIGroupVersion.served(group: group, version: version) else {
            throw APIError.noSuchPath
        }
        guard !segments.isEmpty else { return try fixed(Discovery.resources(served), request) }
        guard let path = ResourcePath(group: group, version: version, segments: segments) else {
            throw APIError.noSuchPath
        }
        return try await resources.respond(to: request, at: path)
    }

    private func routeSwiftlet(_ request: RESTRequest) async throws -> Response {
        let segments = Array(request.segments.dropFirst())
        if segments.count == 6, segments[1] == "namespaces", segments[3] == "pods",
            segments[5] == "files", segments[0] == "v1"
        {
            return try await files.respond(to: request, namespace: segments[2], pod: segments[4])
        }
        switch segments {
        case ["v1", "status"]:
            try Self.checkMethod(request)
            return .json(await status(), indent: request.indent)
        case let rest where rest.starts(with: ["v1", "images"]):
            return try await images.respond(to: request, rest.dropFirst(2))
        default: throw APIError.noSuchPath
        }
    }

    private func fixed(_ value: JSONValue, _ request: RESTRequest) throws -> Response {
        try Self.checkMethod(request)
        return .json(value, indent: request.indent)
    }

    private func discovery(
        _ request: RESTRequest, _ plain: JSONValue, _ aggregated: JSONValue
    ) throws -> Response {
        try Self.checkMethod(request)
        guard Discovery.wantsAggregated(accept: request.headers[.accept]) else {
            return .json(plain, indent: request.indent)
        }
        return .bytes(aggregated.serializedBytes(), type: Discovery.aggregatedContentType)
    }

    private static func checkMethod(_ request: RESTRequest) throws(APIError) {
        guard request.method == .get else { throw .methodNotAllowed }
    }
}
