import KubernetesAPI
import KubernetesClient

/// Where a request to the `proxy` of a Pod goes.
struct PodProxyTarget: Hashable {
    var isTLS: Bool
    /// Of the Pod.
    var name: String
    /// Nil takes the first port that the Pod names, and where it names none that of the scheme.
    var port: UInt16?

    /// - Parameter text: `NAME`, `NAME:PORT` or `SCHEME:NAME:PORT`, where the port may be empty.
    /// - Throws: 400 for anything else.
    init(_ text: String) throws(APIError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 3, parts.count < 3 || ["http", "https", ""].contains(parts[0]) else {
            throw .badRequest("invalid pod request \"\(text)\"")
        }
        isTLS = parts.count == 3 && parts[0] == "https"
        name = parts.count == 3 ? parts[1] : parts[0]
        let port = parts.count == 1 ? "" : parts[parts.count - 1]
        self.port = UInt16(port)
        guard !name.isEmpty, port.isEmpty || self.port ?? 0 > 0 else {
            throw .badRequest("invalid pod request \"\(text)\"")
        }
    }

    /// Address and port in the Pod.
    ///
    /// - Throws: 503 where it has no address.
    func location(of pod: Pod) throws(APIError) -> (host: String, port: Int) {
        let address = pod.status.podIP
        guard !address.isEmpty else {
            throw .unreachable("pod \(name) has no address")
        }
        let named = pod.spec.containers.lazy.flatMap(\.ports).first.map { Int($0.containerPort) }
        return (address, port.map(Int.init) ?? named ?? (isTLS ? 443 : 80))
    }

    /// What follows `proxy` in a URL, as it was sent; empty where nothing does.
    ///
    /// - Parameter target: path and query.
    static func path(in target: String) -> String {
        let path = target.prefix { $0 != "?" }
        var rest = path[...]
        // api, v1, namespaces, NAMESPACE, pods, NAME, proxy
        for _ in 0..<7 {
            rest = rest.drop { $0 == "/" }
            rest = rest.drop { $0 != "/" }
        }
        return String(rest)
    }
}

extension APIError {
    static func unreachable(_ reason: String) -> APIError {
        APIError(
            code: 503, reason: "ServiceUnavailable",
            message: "error trying to reach service: \(reason)")
    }
}
