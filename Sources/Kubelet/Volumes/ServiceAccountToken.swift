import JSON
import KubernetesAPI
import KubernetesClient

/// A token by which a Pod shows who it is, and when it has to be replaced.
struct ServiceAccountToken: Sendable, Hashable {
    /// What a token is asked for with; one token serves all files with the same request.
    struct Request: Sendable, Hashable {
        /// Empty is the API server.
        var audience: String
        /// Seconds.
        var lifetime: Int64

        init(_ source: ServiceAccountTokenProjection) {
            audience = source.audience
            lifetime = source.expirationSeconds ?? 3600
        }
    }

    var text: String
    /// Nanoseconds since 1970.
    var refreshAt: Int64

    /// When a token is to be replaced: after four fifths of its life or `longestUse`, as the kubelet
    /// does.
    ///
    /// - Parameters:
    ///   - expiration: nanoseconds since 1970.
    ///   - lifetime: seconds.
    static func refreshTime(
        expiration: Int64, lifetime: Int64, longestUse: Duration
    ) -> Int64 {
        let life = min(max(lifetime, 0), Int64(Int32.max)) * .second
        let (issued, overflow) = expiration.subtractingReportingOverflow(life)
        guard !overflow else { return expiration }
        return issued + min(life / 5 * 4, longestUse.nanoseconds)
    }
}

extension KubernetesClient {
    /// Asks for a token of a Pod's account that ends with the Pod.
    ///
    /// - Parameters:
    ///   - longestUse: how long it is used, if it lives that long.
    ///   - now: nanoseconds since 1970; what a server says nothing about counts from here.
    /// - Throws: `VolumeFileError.noToken`.
    func token(
        of pod: Pod, _ request: ServiceAccountToken.Request, longestUse: Duration, now: Int64
    ) async throws(VolumeFileError) -> ServiceAccountToken {
        var spec: JSONValue = [
            "expirationSeconds": .integer(request.lifetime),
            "boundObjectRef": [
                "apiVersion": "v1", "kind": "Pod", "name": .string(pod.metadata.name),
                "uid": .string(pod.metadata.uid),
            ],
        ]
        spec["audiences"] = .array(request.audience.isEmpty ? [] : [.string(request.audience)])
        let answer: JSONValue
        do {
            answer = try await create(
                .serviceAccounts, namespace: pod.metadata.namespace,
                name: pod.spec.serviceAccountName.isEmpty
                    ? "default" : pod.spec.serviceAccountName,
                subresource: "token",
                object: [
                    "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": spec,
                ], options: WriteOptions())
        } catch {
            throw .noToken(cause: String(describing: error))
        }
        guard let text = answer.value(at: "status", "token")?.stringValue, !text.isEmpty else {
            throw .noToken(cause: "the server gave none")
        }
        let lifetime =
            answer.value(at: "spec", "expirationSeconds")?.integerValue ?? request.lifetime
        let expiration = answer.value(at: "status", "expirationTimestamp")
            .flatMap { Timestamp(checking: $0)?.nanosecondsSince1970 }
        return ServiceAccountToken(
            text: text,
            refreshAt: ServiceAccountToken.refreshTime(
                expiration: expiration ?? (now + lifetime * .second), lifetime: lifetime,
                longestUse: longestUse))
    }
}
